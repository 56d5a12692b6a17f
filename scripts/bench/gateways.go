package main

// gatewaysMade are what providers, gateways and instrumented programs write.
func gatewaysMade() []made {
	return []made{
		{format: "anthropic", what: "activities", file: "activities.jsonl", peers: []peer{duckLines()},
			row: `{"id":"activity_«n»","created_at":"«iso»","organization_id":"org_01EXAMPLE","organization_uuid":"00000000-0000-4000-8000-000000000001",` +
				`"type":"sso_login_succeeded","actor":{"type":"user_actor","email_address":"person«account»@example.org","user_id":"user_«account»",` +
				`"ip_address":"«ip»","user_agent":"«agent»"}}` + "\n"},
		{format: "openai", what: "one list of the audit log", file: "audit.json", head: `{"object":"list","data":[`, between: ",",
			tail: `],"first_id":"audit_log-1","has_more":false}` + "\n", peers: []peer{jqEach(".data[]")},
			row: `{"object":"organization.audit_log","id":"audit_log-«n»","type":"login.succeeded","effective_at":«unix»,"actor":{"type":"session",` +
				`"session":{"user":{"id":"user-«account»","email":"person«account»@example.com"},"ip_address":"«ip»","user_agent":"«agent»",` +
				`"ja3":"353a03072e841d5004dfaa78561ccc70","ja4":"t13d691100_8b2139ff7677_f0e8fcc46740","ip_address_details":{"country":"NO","city":"Oslo","asn":"64500"}}}}`},
		{format: "litellm", what: "spend logs as a database copies them", file: "spend.csv",
			peers: []peer{duckTable("header = true"), mlr("--icsv", "--ojsonl")},
			head: "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model,user,metadata,request_tags," +
				"team_id,end_user,requester_ip_address,messages,response,session_id,status\n",
			row: `chatcmpl-«n»,acompletion,88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243f«account»,0.0021,«total»,«in»,«out»,«day» «clock».«milli»,«day» «clock».«milli»,` +
				`atlas-5,u-«account»,"{""user_api_key_alias"": ""batch""}","[""red"", ""User-Agent: «agent»""]",team-1,customer-«account»,«ip»,` +
				`"[{""role"": ""user"", ""content"": ""«prompt»""}]","{""choices"": [{""message"": {""role"": ""assistant"", ""content"": ""«answer»""}}]}",s-«account»,success` + "\n"},
		{format: "litellm", what: "spend logs as JSON", file: "spend.jsonl", peers: []peer{duckLines()},
			row: `{"request_id":"chatcmpl-«n»","call_type":"acompletion","api_key":"88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243f«account»","spend":0.0021,` +
				`"total_tokens":«total»,"prompt_tokens":«in»,"completion_tokens":«out»,"startTime":"«iso»","endTime":"«end»","model":"atlas-5","model_id":"m1",` +
				`"model_group":"atlas-5","custom_llm_provider":"example","api_base":"https://relay.example.net/v1","user":"u-«account»",` +
				`"metadata":{"user_api_key_alias":"batch"},"cache_hit":"False","request_tags":["red","User-Agent: «agent»"],"team_id":"team-1",` +
				`"end_user":"customer-«account»","requester_ip_address":"«ip»","messages":[{"role":"user","content":"«prompt»"}],` +
				`"response":{"choices":[{"message":{"role":"assistant","content":"«answer»"}}]},"session_id":"s-«account»","status":"success"}` + "\n"},
		{format: "langfuse", what: "one list of generations", file: "observations.json", head: `{"data":[`, between: ",", tail: `],"meta":{"page":1}}` + "\n",
			peers: []peer{jqEach(".data[]")},
			row: `{"id":"o«n»","traceId":"t«n»","projectId":"p1","startTime":"«iso»","endTime":"«end»","type":"GENERATION","name":"call","level":"DEFAULT","model":"atlas-5",` +
				`"modelParameters":{"temperature":0.3,"max_tokens":500},"latency":«s»,"usageDetails":{"input":«in»,"output":«out»,"total":«total»},"totalCost":0.0002,` +
				`"input":"[{\"role\":\"user\",\"content\":\"«prompt»\"}]","output":"{\"role\":\"assistant\",\"content\":\"«answer»\"}",` +
				`"metadata":"{\"attributes\":{\"ai.operationId\":\"ai.generateText.doGenerate\",\"ai.request.headers.user-agent\":\"«agent»\"},` +
				`\"resourceAttributes\":{\"host.name\":\"laptop-«account»\",\"telemetry.sdk.name\":\"opentelemetry\"}}"}`},
		{format: "otlp", what: "a span a line", file: "traces.jsonl", peers: []peer{jqEach(".resourceSpans[].scopeSpans[].spans[]")},
			row: `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"assistant"}},{"key":"host.name","value":{"stringValue":"laptop-«account»"}}]},` +
				`"scopeSpans":[{"scope":{"name":"example"},"spans":[{"traceId":"«hex»«hex»","spanId":"«hex»","name":"chat atlas-5","kind":3,"startTimeUnixNano":"«nano»",` +
				`"endTimeUnixNano":"«later»","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.provider.name","value":{"stringValue":"example"}},` +
				`{"key":"gen_ai.request.model","value":{"stringValue":"atlas-5"}},{"key":"gen_ai.response.id","value":{"stringValue":"chatcmpl-«n»"}},` +
				`{"key":"gen_ai.usage.input_tokens","value":{"intValue":"«in»"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":"«out»"}},` +
				`{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"«prompt»\"}]}]"}},` +
				`{"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"«answer»\"}],\"finish_reason\":\"stop\"}]"}},` +
				`{"key":"user.id","value":{"stringValue":"u-«account»"}}]}]}]}]}` + "\n"},
	}
}
