package main

// partnersMade are indicators as partners hand them over. No partner sends so many: they
// are a part of the usual size, since each is looked at by itself.
func partnersMade() []made {
	return []made{
		{format: "stix-2.1", what: "indicators of one bundle", file: "bundle.json", scale: 100, peers: []peer{jqEach(".objects[]")},
			head: `{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[`, between: ",", tail: "]}\n",
			row: `{"type":"indicator","spec_version":"2.1","id":"indicator--«uuid»","created":"«iso»","modified":"«iso»","name":"Relay exit","confidence":85,` +
				`"object_marking_refs":["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"],"pattern":"[ipv4-addr:value = '«ip»']","pattern_type":"stix",` +
				`"valid_from":"«iso»"}`},
		{format: "misp", what: "attributes of one event", file: "event.json", scale: 100, peers: []peer{jqEach(".Event.Attribute[]")},
			head: `{"Event":{"uuid":"00000000-0000-4000-8000-0000000000e1","info":"Relay exits","date":"2026-04-22","published":true,"timestamp":"1776816000",` +
				`"Tag":[{"name":"tlp:amber"}],"Orgc":{"name":"Partner A"},"Attribute":[`, between: ",", tail: "]}}\n",
			row: `{"uuid":"«uuid»","type":"ip-src","category":"Network activity","value":"«ip»","comment":"relay exit","to_ids":true,"timestamp":"«unix»","deleted":false}`},
		{format: "openioc", what: "items of one definition", file: "relay.ioc", scale: 100,
			head: `<?xml version="1.0" encoding="utf-8"?>` + "\n" +
				`<ioc xmlns="http://schemas.mandiant.com/2010/ioc" id="6d2a1b03-b216-4cd8-9a9e-8827af6ebf93" last-modified="2026-04-28T20:13:23">` +
				`<short_description>Relay exits</short_description><authored_by>A. Analyst</authored_by><links/><definition><Indicator operator="OR" id="73bc8d65-826b-48d2-b4a8-48918e29e323">` + "\n",
			row:  `<IndicatorItem id="«uuid»" condition="is"><Context document="PortItem" search="PortItem/remoteIP" type="mir"/><Content type="IP">«ip»</Content></IndicatorItem>` + "\n",
			tail: "</Indicator></definition></ioc>\n"},
		{format: "indicator-csv", what: "addresses with their marking", file: "indicators.csv", scale: 100,
			peers: []peer{duckTable("header = true"), mlr("--icsv", "--ojsonl")},
			head:  "type,value,tlp,confidence,valid_from,valid_until,source,legal_basis,comment\n",
			row:   `ip,«ip»,amber+strict,80,2026-01-01,2026-12-31,Partner A,contract 4,"relay exit, seen on «day»"` + "\n"},
		{format: "ioc-list", what: "addresses, one a line", file: "relay.txt", scale: 100, peers: []peer{duckTable("header = false, delim = '\\t', all_varchar = true")},
			row: "«ip»\n"},
	}
}
