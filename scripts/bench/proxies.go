package main

// proxiesMade are what stands between programs and models, and logs both.
func proxiesMade() []made {
	return []made{
		{format: "helicone", what: "requests with their bodies", file: "helicone.jsonl", peers: []peer{duckLines()},
			row: `{"request_id":"«uuid»","request_created_at":"«iso»","request_user_id":"u-«account»","helicone_user":"owner-1",` +
				`"request_path":"https://api.example.com/v1/chat/completions","request_model":"atlas-5","response_model":"atlas-5-2026","provider":"EXAMPLE",` +
				`"response_status":«status»,"delay_ms":«ms»,"prompt_tokens":«in»,"completion_tokens":«out»,"total_tokens":«total»,` +
				`"request_properties":{"Helicone-Session-Id":"s-«account»","App":"x"},"request_body":{"messages":[{"role":"user","content":"«prompt»"}],"max_tokens":500},` +
				`"response_body":{"choices":[{"message":{"role":"assistant","content":"«answer»"}}]},"country_code":"NO","cost":0.0001}` + "\n"},
		{format: "kong-ai", what: "requests with their bodies", file: "kong.jsonl", peers: []peer{duckLines()},
			row: `{"latencies":{"proxy":«ms»,"kong":5,"request":«ms»},"client_ip":"«ip»","request":{"id":"k-«n»","uri":"/chat","url":"http://gateway.example.com/chat",` +
				`"method":"POST","size":«in»,"headers":{"User-Agent":"«agent»","host":"gateway"}},"response":{"status":«status»,"size":«out»,"headers":{"x":"y"}},` +
				`"consumer":{"id":"c«account»","username":"team-red","custom_id":"u-«account»"},"authenticated_entity":{"id":"cred-«account»"},` +
				`"started_at":«unix»«milli»,"workspace":"default","ai":{"proxy":{"meta":{"plugin_id":"p","provider_name":"example","request_model":"atlas-5",` +
				`"response_model":"atlas-5-2026","llm_latency":«ms»},"usage":{"prompt_tokens":«in»,"completion_tokens":«out»,"total_tokens":«total»,"cost":0.0001},` +
				`"payload":{"request":"{\"messages\":[{\"role\":\"user\",\"content\":\"«prompt»\"}]}",` +
				`"response":"{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"«answer»\"}}]}"}}}}` + "\n"},
		{format: "envoy-ai", what: "requests", file: "envoy.jsonl", peers: []peer{duckLines()},
			row: `{"start_time":"«iso»","method":"POST","x-envoy-origin-path":"/v1/chat/completions","response_code":«status»,"duration":«ms»,"x-forwarded-for":"«ip»",` +
				`"user-agent":"«agent»","x-request-id":"«uuid»","genai_model_name":"atlas-5","genai_backend_name":"example/default",` +
				`"genai_tokens_input":"«in»","genai_tokens_output":"«out»","session.id":"s-«account»","x-user-id":"u-«account»"}` + "\n"},
		{format: "cloudflare-ai", what: "one list of requests with bodies", file: "cloudflare.json", head: `{"result":[`, between: ",",
			tail: `],"success":true,"errors":[],"messages":[],"result_info":{"page":1}}` + "\n", peers: []peer{jqEach(".result[]")},
			row: `{"id":"01EXAMPLE«n»","cached":false,"created_at":"«iso»","duration":«ms»,"model":"atlas-5","path":"chat/completions","provider":"example","success":true,` +
				`"status_code":«status»,"tokens_in":«in»,"tokens_out":«out»,"cost":0.0001,"custom_cost":false,"metadata":{"user_id":"u-«account»","session":"s-«account»"},` +
				`"request_type":"chat","step":0,"request":"{\"messages\":[{\"role\":\"user\",\"content\":\"«prompt»\"}]}",` +
				`"response":"{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"«answer»\"}}]}"}`},
		{format: "openrouter", what: "one list of generations", file: "generations.json", head: `{"data":[`, between: ",", tail: "]}\n", peers: []peer{jqEach(".data[]")},
			row: `{"id":"gen-«n»","created_at":"«iso»","model":"example/atlas-5","provider_name":"Example","origin":"https://app.example.com","app_id":7,` +
				`"external_user":"customer-«account»","session_id":"s-«account»","api_type":"completions","streamed":true,"cancelled":false,"finish_reason":"stop",` +
				`"latency":«ms»,"generation_time":«ms»,"tokens_prompt":«in»,"tokens_completion":«out»,"native_tokens_prompt":«in»,"native_tokens_completion":«out»,` +
				`"total_cost":0.0001,"usage":0.0001,"is_byok":false,"creator_user_id":"user_«account»"}`},
	}
}
