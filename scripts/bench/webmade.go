package main

// combined is a line of an access log, without its end.
const combined = `«ip» - - [«common»] "POST /v1/messages?beta=«n» HTTP/1.1" «status» «out» "https://example.com/start" "«agent»"`

// webMade are logs of servers, load balancers and monitors of the network.
func webMade() []made {
	spaces := duckTable(`header = false, delim = ' ', quote = '"', escape = '"', all_varchar = true`)
	return []made{
		{format: "weblog", what: "combined lines", file: "access.log", row: combined + "\n",
			peers: []peer{spaces, mlr("--icsv", "--ifs", "space", "--implicit-csv-header", "--ojsonl")}},
		{format: "aws-elb", what: "lines of an application load balancer", file: "elb.log", peers: []peer{spaces},
			row: `https «iso» app/example/50dc6c495c0c9188 «ip»:«port» 10.0.0.1:80 0.000 «s» 0.000 «status» «status» «in» «out» ` +
				`"POST https://api.example.com:443/v1/messages?n=«n» HTTP/1.1" "«agent»" TLS_AES_128_GCM_SHA256 TLSv1.3 ` +
				`arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/example/73e2d6bc24d8a067 "Root=1-58337281-«hex»" "api.example.com" ` +
				`"arn:aws:acm:us-east-2:111122223333:certificate/12345678-1234-1234-1234-123456789012" 1 «iso» "forward" "-" "-" "10.0.0.1:80" "«status»" "-" "-" TID_«hex»` + "\n"},
		{format: "iis", what: "requests", file: "u_ex260422.log", peers: []peer{duckTable(`header = false, delim = ' ', comment = '#', quote = '', all_varchar = true`)},
			head: "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-04-22 00:00:00\n" +
				"#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n",
			row: `«day» «clock» 10.0.0.1 POST /v1/messages n=«n» 443 EXAMPLE\acct_«account» «ip» «plus» - «status» 0 0 «ms»` + "\n"},
		{format: "zeek", what: "conn, with tabs", file: "conn.log",
			peers: []peer{duckTable(`header = false, delim = '\t', comment = '#', quote = '', all_varchar = true`), mlr("--itsv", "--implicit-tsv-header", "--skip-comments", "--ojsonl")},
			head: "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2026-04-22-00-00-00\n" +
				"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\ttunnel_parents\n" +
				"#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tset[string]\n",
			row:  "«unix».«milli»000\tC«hex»\t«ip»\t«port»\t203.0.113.5\t443\ttcp\tssl\t«s»\t«in»\t«out»\tSF\t(empty)\n",
			tail: "#close\t2026-04-23-00-00-00\n"},
		{format: "zeek", what: "ssl, as JSON", file: "ssl.json", peers: []peer{duckLines()},
			row: `{"ts":«unix».«milli»,"uid":"C«hex»","id.orig_h":"«ip»","id.orig_p":«port»,"id.resp_h":"203.0.113.5","id.resp_p":443,"version":"TLSv13",` +
				`"cipher":"TLS_AES_128_GCM_SHA256","server_name":"api.example.com","established":true,"ja3":"353a03072e841d5004dfaa78561ccc70",` +
				`"ja4":"t13d1516h2_8daaf6152771_02713d6af862","cert_chain_fps":[]}` + "\n"},
	}
}
