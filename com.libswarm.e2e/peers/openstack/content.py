"""Fills an OpenStack, only with what is not there; OPENSTACK_PASSWORD is that of all users.

catalog IDENTITY IMAGE PLACEMENT COMPUTE       services, projects, users
resources IDENTITY IMAGE PLACEMENT COMPUTE     an image, flavors, a quota, an application credential; prints `export` lines
revoke IDENTITY USER                           the tokens of a user
"""
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

step, identity, *services = sys.argv[1:]
image, placement, compute = services if len(services) == 3 else ('', '', '')
password = os.environ['OPENSTACK_PASSWORD']


def call(method, url, body=None, token=None, raw=None):
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    kind = 'application/octet-stream' if raw is not None else 'application/json'
    request = urllib.request.Request(url, data, {'Content-Type': kind, 'Accept': 'application/json'}, method=method)
    if token:
        request.add_header('X-Auth-Token', token)
    with urllib.request.urlopen(request, timeout=60) as reply:
        text = reply.read()
        return reply.headers, json.loads(text) if text else None


def login(user, project):
    domain = {'id': 'default'}
    headers, body = call('POST', identity + '/auth/tokens', {'auth': {
        'identity': {'methods': ['password'], 'password': {'user': {'name': user, 'domain': domain, 'password': password}}},
        'scope': {'project': {'name': project, 'domain': domain}}}})
    return headers['X-Subject-Token'], body['token']


admin, _ = login('admin', 'admin')


def ensure(many, one, want):
    url = '%s/%s' % (identity, many)
    there = call('GET', url + '?' + urllib.parse.urlencode({'name': want['name']}), None, admin)[1][many]
    return there[0] if there else call('POST', url, {one: want}, admin)[1][one]


def catalog():
    for kind, name, url in (('image', 'glance', image), ('placement', 'placement', placement), ('compute', 'nova', compute)):
        one = ensure('services', 'service', {'name': name, 'type': kind})
        there = call('GET', identity + '/endpoints?service_id=' + one['id'], None, admin)[1]['endpoints']
        for face in {'public', 'internal', 'admin'} - {endpoint['interface'] for endpoint in there}:
            call('POST', identity + '/endpoints', {'endpoint': {
                'service_id': one['id'], 'interface': face, 'region_id': 'RegionOne', 'url': url}}, admin)
    for name in 'demo', 'tight', 'brief':
        project = ensure('projects', 'project', {'name': name, 'domain_id': 'default'})
        user = ensure('users', 'user', {'name': name, 'domain_id': 'default', 'password': password})
        for role in 'member', 'reader':
            role = ensure('roles', 'role', {'name': role})
            call('PUT', '%s/projects/%s/users/%s/roles/%s' % (identity, project['id'], user['id'], role['id']), None, admin)


def tiny_image():
    there = call('GET', image + '/v2/images?name=tiny', None, admin)[1]['images']
    one = there[0] if there else call('POST', image + '/v2/images', {
        'name': 'tiny', 'container_format': 'bare', 'disk_format': 'raw', 'visibility': 'public'}, admin)[1]
    if one['status'] == 'queued':
        call('PUT', '%s/v2/images/%s/file' % (image, one['id']), None, admin, raw=b'\0' * 512)
    return one['id']


def flavors():
    there = {}
    url = compute + '/flavors/detail'
    while url:
        page = call('GET', url, None, admin)[1]
        there.update({flavor['id']: flavor for flavor in page['flavors']})
        url = next((link['href'] for link in page.get('flavors_links', []) if link['rel'] == 'next'), None)
    for id, name, cpus, ram, spec in (
            ('1', 'm1.tiny', 1, 512, {}), ('2', 'm1.small', 1, 2048, {}), ('slow', 'm1.slow', 1, 512, {'fake:build_seconds': '3'}),
            ('slower', 'm1.slower', 1, 512, {'fake:build_seconds': '20'}),
            ('never', 'm1.never', 1, 512, {'fake:waits': 'yes'}), ('broken', 'm1.broken', 1, 512, {'fake:fault': 'the hypervisor is on fire'}),
            ('huge', 'm1.huge', 100000, 512, {})):
        if id not in there:
            call('POST', compute + '/flavors', {'flavor': {'id': id, 'name': name, 'vcpus': cpus, 'ram': ram, 'disk': 1}}, admin)
            if spec:
                call('POST', '%s/flavors/%s/os-extra_specs' % (compute, id), {'extra_specs': spec}, admin)


def await_hypervisor():
    """The compute service is up, and the scheduler knows its host."""
    for _ in range(600):
        up = [one for one in call('GET', compute + '/os-services?binary=nova-compute', None, admin)[1]['services'] if one['state'] == 'up']
        hosts = call('GET', placement + '/resource_providers', None, admin)[1]['resource_providers']
        if up and any(call('GET', '%s/resource_providers/%s/inventories' % (placement, host['uuid']), None, admin)[1]['inventories']
                      for host in hosts):
            return
        time.sleep(0.2)
    sys.exit('the compute service did not come up')


def resources():
    id = tiny_image()
    flavors()
    await_hypervisor()
    _, tight = login('tight', 'tight')
    call('PUT', '%s/os-quota-sets/%s' % (compute, tight['project']['id']), {'quota_set': {'instances': 1}}, admin)
    token, demo = login('demo', 'demo')
    credential = call('POST', '%s/users/%s/application_credentials' % (identity, demo['user']['id']),
                      {'application_credential': {'name': 'tests'}}, token)[1]['application_credential']
    print('export OPENSTACK_IMAGE=%s OPENSTACK_PROJECT=%s' % (id, demo['project']['id']))
    print('export OPENSTACK_CREDENTIAL_ID=%s OPENSTACK_CREDENTIAL_SECRET=%s' % (credential['id'], credential['secret']))


def revoke():
    """As when somebody changes the password, here to the same one. Tokens of the same second are revoked, too."""
    user = services[0]
    old, info = login(user, user)
    call('POST', '%s/users/%s/password' % (identity, info['user']['id']), {'user': {'password': password, 'original_password': password}}, old)
    for _ in range(60):
        try:
            call('GET', identity + '/auth/projects', None, login(user, user)[0])
            break
        except urllib.error.HTTPError:
            time.sleep(0.2)
    try:
        call('GET', identity + '/auth/projects', None, old)
    except urllib.error.HTTPError as e:
        sys.exit(0 if e.code == 401 else 'the old token is answered with %d' % e.code)
    sys.exit('the old token is still good')


{'catalog': catalog, 'resources': resources, 'revoke': revoke}[step]()
