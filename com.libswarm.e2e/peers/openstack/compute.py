"""Nova's API, conductor, scheduler and compute in one process, with a hypervisor that pretends: compute.py CONF NETWORK_PORT DONE GO"""
import os
import sys
import nova.cmd     # noqa: it patches what eventlet replaces, so it comes first
import base64
import re
import eventlet
import eventlet.wsgi
import json
import time
import os_vif
from oslo_log import log as logging
from oslo_privsep import priv_context
from oslo_service import service as oslo_service
import nova.conf
from nova import config, context, exception, objects, service
from nova.compute import rpcapi as compute_rpcapi
from nova.conductor import rpcapi as conductor_rpcapi
from nova.db import migration
from nova.objects import host_mapping
from nova.scheduler import rpcapi as scheduler_rpcapi
from nova.virt import fake

CONF = nova.conf.CONF
ADDRESS = '127.0.0.1'
GO = sys.argv[4]


class PretendingDriver(fake.FakeDriver):
    """What becomes of a server, its flavor says: fake:build_seconds, fake:waits (for the file GO), fake:fault.

    User data may have a line "addresses: A B ...": the server gets the first of these that no other has, as long as it is there; and a line
    "console: FILE": it has printed what is in that file.
    """

    addresses = {}

    @staticmethod
    def told(instance, what):
        return re.search(what + r': (.+)', base64.b64decode(instance.user_data or '').decode('utf-8', 'replace'))

    def get_console_output(self, context, instance):
        file = self.told(instance, 'console')
        if not file:
            return super().get_console_output(context, instance)
        with open(file.group(1), 'rb') as printed:
            return printed.read()

    def address(self, instance):
        given = self.told(instance, 'addresses')
        free = [one for one in given.group(1).split() if one not in self.addresses.values()] if given else [ADDRESS]
        if not free:
            raise exception.BuildAbortException(instance_uuid=instance.uuid, reason='no address is free')
        if given:
            self.addresses[instance.uuid] = free[0]
        return free[0]

    def spawn(self, context, instance, *args, **kwargs):
        extra = instance.flavor.extra_specs or {}
        time.sleep(float(extra.get('fake:build_seconds', 0)))
        while 'fake:waits' in extra and not os.path.exists(GO):
            time.sleep(0.1)
        if 'fake:fault' in extra:
            raise exception.BuildAbortException(instance_uuid=instance.uuid, reason=extra['fake:fault'])
        super().spawn(context, instance, *args, **kwargs)
        # as a public cloud does; nova saves it together with the state ACTIVE
        instance.access_ip_v4 = instance.access_ip_v4 or self.address(instance)

    def destroy(self, context, instance, *args, **kwargs):
        super().destroy(context, instance, *args, **kwargs)
        self.addresses.pop(instance.uuid, None)


fake.PretendingDriver = PretendingDriver


def no_networks(environ, start_response):
    """Stands for neutron: there are no networks, no ports, and no limit on them."""
    parts = environ['PATH_INFO'].strip('/').split('/')
    read = environ['REQUEST_METHOD'] == 'GET'
    if read and 'quotas' in parts:
        body = {'quota': {'port': -1, 'network': -1, 'security_group': -1, 'security_group_rule': -1, 'floatingip': -1}}
    elif read:
        body = {parts[-1].replace('-', '_'): []}
    else:
        body = {'NeutronError': {'message': 'there is no network service here', 'type': 'NotFound', 'detail': ''}}
    start_response('200 OK' if read else '404 Not Found', [('Content-Type', 'application/json')])
    return [json.dumps(body).encode()]


def databases():
    """What nova-manage does with api_db sync, cell_v2 map_cell0, db sync and cell_v2 create_cell."""
    ctxt = context.get_admin_context()
    migration.db_sync(database='api')
    migration.db_sync(database='main')
    main = CONF.database.connection
    known = {cell.uuid for cell in objects.CellMappingList.get_all(ctxt)}
    zero = objects.CellMapping.CELL0_UUID
    if zero not in known:
        objects.CellMapping(ctxt, uuid=zero, name='cell0', transport_url='none:///',
                            database_connection=main.replace('nova.sqlite', 'nova_cell0.sqlite')).create()
    with context.target_cell(ctxt, objects.CellMapping.get_by_uuid(ctxt, zero)) as cell:
        migration.db_sync(database='main', context=cell)
    one = '11111111-1111-1111-1111-111111111111'
    if one not in known:
        objects.CellMapping(ctxt, uuid=one, name='cell1', transport_url=CONF.transport_url, database_connection=main).create()


def discover():
    """What nova-manage does with cell_v2 discover_hosts, until the one host is there."""
    while True:
        try:
            host_mapping.discover_hosts(context.get_admin_context())
            if objects.HostMappingList.get_by_cell_id(context.get_admin_context(), None):
                return
        except Exception as e:
            print('discover: %s' % e, file=sys.stderr, flush=True)
        time.sleep(0.2)


def main():
    conf, port, done = sys.argv[1:4]
    sys.argv[:] = ['nova-all', '--config-file', conf]
    config.parse_args(sys.argv)
    logging.setup(CONF, 'nova')
    priv_context.init(root_helper=['sudo'])
    objects.register_all()
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    if not os.path.exists(done):
        databases()
        open(done, 'w').close()
    eventlet.spawn(eventlet.wsgi.server, eventlet.listen((ADDRESS, int(port))), no_networks, log_output=False)
    launcher = oslo_service.ServiceLauncher(CONF)
    for binary, topic in (('nova-conductor', conductor_rpcapi.RPC_TOPIC), ('nova-scheduler', scheduler_rpcapi.RPC_TOPIC),
                          ('nova-compute', compute_rpcapi.RPC_TOPIC)):
        launcher.launch_service(service.Service.create(binary=binary, topic=topic))
        eventlet.sleep(0)
    launcher.launch_service(service.WSGIService('osapi_compute'))
    eventlet.spawn(discover)
    launcher.wait()


main()
