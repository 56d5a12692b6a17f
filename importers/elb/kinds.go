package elb

import (
	"fmt"

	"casebench/importers/lines"
)

// kind is one of the three logs. Names are AWS's own, with _ between words.
type kind struct {
	values []string // as they stand in a line
	least  int      // of the first generation
	layout *lines.Layout
	// Where what is made of the values goes, or -1.
	clientPort, targetPort, method, host, endpoint, query, protocol, millis int
	// Where it is made from, or -1; the addresses come with their ports.
	client, target, request, status int
	times                           []int // seconds that add up to the latency
}

// unknown is how many values more than we know of a line may have.
const unknown = 16

// The values of an application load balancer's entry, in the order of the AWS
// documentation, "Access logs for your Application Load Balancer". The first
// generation ended with the target group; the last adds how a request was rewritten.
var applicationValues = []string{"type", "time", "elb", "client_ip", "target_ip", "request_processing_time",
	"target_processing_time", "response_processing_time", "elb_status_code", "target_status_code", "received_bytes",
	"sent_bytes", "request", "user_agent", "ssl_cipher", "ssl_protocol", "target_group_arn", "trace_id", "domain_name",
	"chosen_cert_arn", "matched_rule_priority", "request_creation_time", "actions_executed", "redirect_url",
	"error_reason", "target_port_list", "target_status_code_list", "classification", "classification_reason",
	"conn_trace_id", "transformed_host", "transformed_uri", "request_transform_status"}

// "Access logs for your Classic Load Balancer"; the agent and TLS came in 2014.
var classicValues = []string{"time", "elb", "client_ip", "target_ip", "request_processing_time", "target_processing_time",
	"response_processing_time", "elb_status_code", "target_status_code", "received_bytes", "sent_bytes", "request",
	"user_agent", "ssl_cipher", "ssl_protocol"}

// "Access logs for your Network Load Balancer": TLS connections, no requests.
var networkValues = []string{"type", "version", "time", "elb", "listener", "client_ip", "target_ip", "connection_time",
	"tls_handshake_time", "received_bytes", "sent_bytes", "incoming_tls_alert", "chosen_cert_arn", "chosen_cert_serial",
	"ssl_cipher", "ssl_protocol", "tls_named_group", "domain_name", "alpn_fe_protocol", "alpn_be_protocol",
	"alpn_client_preference_list", "tls_connection_creation_time"}

// kinds are the three, made for one parser.
type kinds struct{ application, classic, network kind }

func newKinds() *kinds {
	return &kinds{newKind(applicationValues, 17), newKind(classicValues, 12), newKind(networkValues, 17)}
}

func newKind(values []string, least int) kind {
	k := kind{values: values, least: least}
	var names []string
	at := map[string]int{}
	add := func(name string) int {
		at[name] = len(names)
		names = append(names, name)
		return at[name]
	}
	for _, v := range values {
		add(v)
	}
	for i := range unknown {
		add(fmt.Sprintf("value_%d", len(values)+i+1))
	}
	place := func(name string) int {
		if i, ok := at[name]; ok {
			return i
		}
		return -1
	}
	k.client, k.target, k.request, k.status = place("client_ip"), place("target_ip"), place("request"), place("elb_status_code")
	k.clientPort, k.targetPort = add("client_port"), add("target_port")
	k.method, k.host, k.endpoint, k.query, k.protocol, k.millis = -1, -1, -1, -1, -1, -1
	if k.request >= 0 {
		k.method, k.host, k.endpoint, k.query, k.protocol = add("method"), add("host"), add("endpoint"), add("query"), add("protocol")
		k.millis = add("processing_ms")
		k.times = []int{place("request_processing_time"), place("target_processing_time"), place("response_processing_time")}
	}
	k.layout = lines.NewLayout(names, "", "client_ip", "user_agent")
	return k
}

// columns says which value feeds which column.
func columns() map[string]string {
	return map[string]string{"time": "ts", "client_ip": "ip", "user_agent": "user_agent", "elb_status_code": "status",
		"endpoint": "endpoint", "trace_id": "request_id", "processing_ms": "latency_ms"}
}
