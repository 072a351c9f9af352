"""An identity service as Rackspace has one, v2.0, in front of a keystone and a nova: rax_identity.py PORT KEYSTONE NOVA MARK

An API key, or a password, is the password of keystone's user, and the token is keystone's own. The catalog has nova's /v2/TENANT as
cloudServersOpenStack in every region, and beside it a service of the same type that is of no use, as the real one had. MARK is only there
to be seen in the list of processes.
"""
import datetime
import http.server
import json
import sys
import urllib.error
import urllib.request

port, keystone, nova = int(sys.argv[1]), sys.argv[2], sys.argv[3]
REGIONS = 'DFW', 'ORD', 'IAD', 'LON', 'SYD', 'HKG'


def login(user, secret):
    domain = {'id': 'default'}
    body = {'auth': {'identity': {'methods': ['password'], 'password': {'user': {'name': user, 'domain': domain, 'password': secret}}},
                     'scope': {'project': {'name': user, 'domain': domain}}}}
    request = urllib.request.Request(keystone + '/auth/tokens', json.dumps(body).encode(), {'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return reply.headers['X-Subject-Token'], json.load(reply)['token']


def access(token, info, user, by):
    tenant = info['project']['id']
    expires = datetime.datetime.fromisoformat(info['expires_at'].replace('Z', '+00:00'))
    return {'access': {
        'token': {'id': token, 'expires': expires.strftime('%Y-%m-%dT%H:%M:%S.000Z'), 'tenant': {'id': tenant, 'name': tenant},
                  'RAX-AUTH:authenticatedBy': [by]},
        'user': {'id': info['user']['id'], 'name': user, 'RAX-AUTH:defaultRegion': REGIONS[0], 'roles': []},
        'serviceCatalog': [
            {'name': 'cloudServers', 'type': 'compute', 'endpoints': [{'tenantId': tenant, 'publicURL': nova + '/v1.0/' + tenant}]},
            {'name': 'cloudServersOpenStack', 'type': 'compute', 'endpoints': [
                {'region': region, 'tenantId': tenant, 'publicURL': '%s/v2/%s' % (nova, tenant), 'versionId': '2',
                 'versionInfo': nova + '/v2', 'versionList': nova + '/'} for region in REGIONS]}]}}


class Identity(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self, code, body):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def fault(self, code, name, message):
        self.answer(code, {name: {'code': code, 'message': message}})

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        if self.path.rstrip('/') != '/v2.0/tokens':
            return self.fault(404, 'itemNotFound', 'Resource Not Found')
        try:
            auth = json.loads(text)['auth']
            by = 'APIKEY' if 'RAX-KSKEY:apiKeyCredentials' in auth else 'PASSWORD'
            given = auth['RAX-KSKEY:apiKeyCredentials' if by == 'APIKEY' else 'passwordCredentials']
            user, secret = given['username'], given['apiKey' if by == 'APIKEY' else 'password']
        except (ValueError, KeyError, TypeError):
            return self.fault(400, 'badRequest', 'Invalid request body: unable to parse Auth data. Please review XML or JSON formatting')
        try:
            token, info = login(user, secret)
        except urllib.error.HTTPError as e:
            if e.code == 401:
                return self.fault(401, 'unauthorized', 'Unable to authenticate user with credentials provided.')
            return self.fault(500, 'identityFault', str(e))
        except OSError as e:
            return self.fault(503, 'serviceUnavailable', str(e))
        self.answer(200, access(token, info, user, by))

    def do_GET(self):
        self.fault(404, 'itemNotFound', 'Resource Not Found')

    def log_message(self, form, *args):
        pass


http.server.ThreadingHTTPServer(('127.0.0.1', port), Identity).serve_forever()
