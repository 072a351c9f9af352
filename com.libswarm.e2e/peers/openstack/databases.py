"""Makes databases as the services' own management commands do, in one process each.

wal FILE...                                  empty SQLite databases with write-ahead logging
glance CONF
keystone CONF USER GROUP PASSWORD URL        with the user admin, and the keys of its tokens
"""
import sqlite3
import sys


def wal(*names):
    for name in names:
        connection = sqlite3.connect(name)
        assert connection.execute('PRAGMA journal_mode=wal').fetchone() == ('wal',)
        # the mode is in the file once something is
        connection.executescript('CREATE TABLE t (a); DROP TABLE t;')
        connection.close()


def glance(conf):
    from glance.cmd import manage
    sys.argv[:] = ['glance-manage', '--config-file', conf, 'db_sync']
    return manage.main()


def keystone(conf, user, group, password, url):
    from keystone.cmd import cli
    keys = ['--keystone-user', user, '--keystone-group', group]
    for args in (['db_sync'], ['fernet_setup', *keys], ['credential_setup', *keys], [
            'bootstrap', '--bootstrap-username', 'admin', '--bootstrap-project-name', 'admin', '--bootstrap-role-name', 'admin',
            '--bootstrap-password', password, '--bootstrap-service-name', 'keystone', '--bootstrap-region-id', 'RegionOne',
            '--bootstrap-public-url', url, '--bootstrap-internal-url', url, '--bootstrap-admin-url', url]):
        sys.argv[:] = ['keystone-manage', '--config-file', conf, *args]
        # as if no command line had been parsed yet
        cli.CONF.reset()
        cli.main(argv=sys.argv, developer_config_file=None)


sys.exit({'wal': wal, 'glance': glance, 'keystone': keystone}[sys.argv[1]](*sys.argv[2:]))
