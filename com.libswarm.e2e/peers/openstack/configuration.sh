# Sourced by openstack.sh: writes the configuration of the services.
# shellcheck shell=bash disable=SC2154

auth="auth_type = password
auth_url = $identity
username = admin
password = $password
project_name = admin
user_domain_id = default
project_domain_id = default
region_name = RegionOne"

# What is known of a token is kept for a second, not for minutes: tests revoke some.
token="[keystone_authtoken]
token_cache_time = 1
www_authenticate_uri = $identity
$auth"

export OS_KEYSTONE_CONFIG_DIR=$etc OS_GLANCE_CONFIG_DIR=$etc OS_PLACEMENT_CONFIG_DIR=$etc

# 4 rounds of bcrypt in place of 12: a login takes some 30 ms, not 300.
cat >"$etc/keystone.conf" <<CONF
[DEFAULT]
use_stderr = true
public_endpoint = http://127.0.0.1:$identity_port
[database]
connection = sqlite:///$db/keystone.sqlite
sqlite_synchronous = false
[token]
provider = fernet
[identity]
password_hash_rounds = 4
[fernet_tokens]
key_repository = $etc/fernet-tokens
[fernet_receipts]
key_repository = $etc/fernet-receipts
[credential]
key_repository = $etc/credential-keys
CONF

cat >"$etc/glance-api.conf" <<CONF
[DEFAULT]
use_stderr = true
enabled_backends =
node_staging_uri = file://$dir/images/staging
image_cache_dir = $dir/images/cache
[database]
connection = sqlite:///$db/glance.sqlite
sqlite_synchronous = false
[glance_store]
stores = file
default_store = file
filesystem_store_datadir = $dir/images/store
[paste_deploy]
flavor = keystone
$token
[oslo_messaging_notifications]
driver = noop
CONF

cat >"$etc/glance-api-paste.ini" <<'CONF'
[pipeline:glance-api-keystone]
pipeline = versionnegotiation authtoken context rootapp
[composite:rootapp]
paste.composite_factory = glance.api:root_app_factory
/: apiversions
/v2: apiv2app
[app:apiversions]
paste.app_factory = glance.api.versions:create_resource
[app:apiv2app]
paste.app_factory = glance.api.v2.router:API.factory
[filter:versionnegotiation]
paste.filter_factory = glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory
[filter:context]
paste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
delay_auth_decision = true
CONF

cat >"$etc/placement.conf" <<CONF
[DEFAULT]
use_stderr = true
[api]
auth_strategy = keystone
[placement_database]
connection = sqlite:///$db/placement.sqlite
sqlite_synchronous = false
sync_on_startup = true
$token
CONF

cat >"$etc/nova.conf" <<CONF
[DEFAULT]
use_stderr = true
host = fakehost
my_ip = 127.0.0.1
state_path = $dir/nova
transport_url = fake://
compute_driver = fake.PretendingDriver
reserved_host_memory_mb = 0
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $compute_port
sync_power_state_interval = -1
heal_instance_info_cache_interval = -1
instance_name_template = instance-%08x
[api]
auth_strategy = keystone
max_limit = 3
[api_database]
connection = sqlite:///$db/nova_api.sqlite
sqlite_synchronous = false
[database]
connection = sqlite:///$db/nova.sqlite
sqlite_synchronous = false
$token
[placement]
$auth
[glance]
$auth
[neutron]
endpoint_override = http://127.0.0.1:$network_port
$auth
[quota]
instances = ${OPENSTACK_INSTANCES:-40}
cores = -1
ram = -1
[vnc]
enabled = false
[wsgi]
api_paste_config = $etc/nova-api-paste.ini
[oslo_concurrency]
lock_path = $run/lock
[oslo_messaging_notifications]
driver = noop
CONF

cat >"$etc/nova-api-paste.ini" <<'CONF'
[composite:osapi_compute]
use = call:nova.api.openstack.urlmap:urlmap_factory
/: oscomputeversions
/v2: oscomputeversion_legacy_v2
/v2.1: oscomputeversion_v2
/v2/+: openstack_compute_api_v21_legacy_v2_compatible
/v2.1/+: openstack_compute_api_v21
[composite:openstack_compute_api_v21]
use = call:nova.api.auth:pipeline_factory_v21
keystone = compute_req_id faultwrap request_log sizelimit authtoken keystonecontext app_v21
[composite:openstack_compute_api_v21_legacy_v2_compatible]
use = call:nova.api.auth:pipeline_factory_v21
keystone = compute_req_id faultwrap request_log sizelimit authtoken keystonecontext legacy_v2_compatible app_v21
[pipeline:oscomputeversions]
pipeline = faultwrap request_log versions
[pipeline:oscomputeversion_v2]
pipeline = compute_req_id faultwrap request_log versions_v2
[pipeline:oscomputeversion_legacy_v2]
pipeline = compute_req_id faultwrap request_log legacy_v2_compatible versions_v2
[app:versions]
paste.app_factory = nova.api.openstack.compute.versions:Versions.factory
[app:versions_v2]
paste.app_factory = nova.api.openstack.compute.versions:VersionsV2.factory
[app:app_v21]
paste.app_factory = nova.api.openstack.compute:APIRouterV21.factory
[filter:request_log]
paste.filter_factory = nova.api.openstack.requestlog:RequestLog.factory
[filter:compute_req_id]
paste.filter_factory = nova.api.compute_req_id:ComputeReqIdMiddleware.factory
[filter:faultwrap]
paste.filter_factory = nova.api.openstack:FaultWrapper.factory
[filter:sizelimit]
paste.filter_factory = oslo_middleware:RequestBodySizeLimiter.factory
[filter:legacy_v2_compatible]
paste.filter_factory = nova.api.openstack:LegacyV2CompatibleWrapper.factory
[filter:keystonecontext]
paste.filter_factory = nova.api.auth:NovaKeystoneContext.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
CONF
