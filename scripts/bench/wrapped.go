package main

// wrappedMade are lines of one format inside of another, as collectors write them.
func wrappedMade() []made {
	spaces := duckTable(`header = false, delim = ' ', quote = '"', escape = '"', all_varchar = true`)
	return []made{
		{format: "docker", what: "access log, as JSON holds it", file: "docker.log", peers: []peer{duckLines()},
			row: `{"log":"«ip» - - [«common»] \"POST /v1/messages?beta=«n» HTTP/1.1\" «status» «out» \"https://example.com/start\" \"«agent»\"\n",` +
				`"stream":"stdout","time":"«iso»"}` + "\n"},
		{format: "cri", what: "access log of a container", file: "cri.log", row: "«iso» stdout F " + combined + "\n", peers: []peer{spaces}},
		{format: "syslog", what: "access log in RFC 5424", file: "syslog.log", row: "<165>1 «iso» web1.example.com nginx 812 - - " + combined + "\n", peers: []peer{spaces}},
	}
}
