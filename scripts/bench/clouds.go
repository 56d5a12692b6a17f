package main

// cloudsMade are the logs that clouds write of calls to their models.
func cloudsMade() []made {
	return []made{
		{format: "bedrock", what: "invocations with their bodies", file: "bedrock.jsonl", peers: []peer{duckLines(), jqEach(".")},
			row: `{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"«iso»","accountId":"111122223333",` +
				`"identity":{"arn":"arn:aws:sts::111122223333:assumed-role/Batch/worker-«account»"},"region":"eu-west-1","requestId":"«uuid»","operation":"Converse",` +
				`"modelId":"example.atlas-5-v1:0","input":{"inputContentType":"application/json","inputBodyJson":{"system":[{"text":"Answer briefly."}],` +
				`"messages":[{"role":"user","content":[{"text":"«prompt»"}]}],"inferenceConfig":{"maxTokens":500,"temperature":0.2}},"inputTokenCount":«in»},` +
				`"output":{"outputContentType":"application/json","outputBodyJson":{"output":{"message":{"role":"assistant","content":[{"text":"«answer»"}]}},` +
				`"stopReason":"end_turn","usage":{"inputTokens":«in»,"outputTokens":«out»},"metrics":{"latencyMs":«ms»}},"outputTokenCount":«out»}}` + "\n"},
		{format: "cloudtrail", what: "one list of events", file: "cloudtrail.json", head: `{"Records":[`, between: ",", tail: "]}\n", peers: []peer{jqEach(".Records[]")},
			row: `{"eventVersion":"1.10","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:worker-«account»",` +
				`"arn":"arn:aws:sts::111122223333:assumed-role/Batch/worker-«account»","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE«account»",` +
				`"sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/Batch"}}},"eventTime":"«day»T«clock»Z",` +
				`"eventSource":"bedrock.amazonaws.com","eventName":"Converse","awsRegion":"eu-west-1","sourceIPAddress":"«ip»","userAgent":"«agent»",` +
				`"requestParameters":{"modelId":"example.atlas-5-v1:0"},"responseElements":null,"requestID":"«uuid»","eventID":"«uuid»","readOnly":true,` +
				`"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management",` +
				`"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"bedrock-runtime.eu-west-1.amazonaws.com"}}`},
		{format: "azure-openai", what: "one list of a resource's requests", file: "insights.json", head: `{"records":[`, between: ",", tail: "]}\n", peers: []peer{jqEach(".records[]")},
			row: `{"Tenant":"eastus","callerIpAddress":"203.0.113.***","category":"RequestResponse","correlationId":"«uuid»","durationMs":«ms»,` +
				`"event":"ShoeboxCallResult","location":"eastus","operationName":"ChatCompletions_Create","properties":"{\"apiName\":\"Azure OpenAI API version 2024-02-15-preview\",` +
				`\"requestLength\":«in»,\"responseLength\":«out»,\"objectId\":\"00000000-0000-4000-8000-0000000«account»\",\"modelDeploymentName\":\"pilot\",` +
				`\"modelName\":\"atlas-5\",\"modelVersion\":\"2026-01-13\",\"streamType\":\"Non-Streaming\"}",` +
				`"resourceId":"/SUBSCRIPTIONS/00000000-0000-4000-8000-000000000001/RESOURCEGROUPS/EXAMPLE/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/EXAMPLE-01",` +
				`"resultSignature":"«status»","time":"«iso»"}`},
		{format: "azure-openai", what: "a gateway's requests with bodies", file: "gateway.jsonl", peers: []peer{duckLines()},
			row: `{"callerIpAddress":"«ip»","category":"GatewayLogs","correlationId":"«uuid»","durationMs":«ms»,"location":"East US",` +
				`"operationName":"Microsoft.ApiManagement/GatewayLogs","properties":{"apiId":"openai","method":"POST",` +
				`"url":"https://example.azure-api.net/openai/deployments/pilot/chat/completions?api-version=2024-02-01","responseCode":«status»,"backendTime":«ms»,` +
				`"requestHeaders":{"User-Agent":"«agent»"},"requestBody":"{\"messages\":[{\"role\":\"user\",\"content\":\"«prompt»\"}],\"max_tokens\":500}",` +
				`"responseBody":"{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"«answer»\"}}],\"model\":\"atlas-5\",` +
				`\"usage\":{\"prompt_tokens\":«in»,\"completion_tokens\":«out»,\"total_tokens\":«total»}}"},` +
				`"resourceId":"/SUBSCRIPTIONS/00000000-0000-4000-8000-000000000001/RESOURCEGROUPS/EXAMPLE/PROVIDERS/MICROSOFT.APIMANAGEMENT/SERVICE/EXAMPLE","time":"«iso»"}` + "\n"},
		{format: "vertex", what: "entries of the audit log", file: "audit.jsonl", peers: []peer{duckLines()},
			row: `{"protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","authenticationInfo":{"principalEmail":"app-«account»@example.com"},` +
				`"requestMetadata":{"callerIp":"«ip»","callerSuppliedUserAgent":"«agent»"},"serviceName":"aiplatform.googleapis.com",` +
				`"methodName":"google.cloud.aiplatform.v1.PredictionService.GenerateContent",` +
				`"resourceName":"projects/example-project/locations/us-central1/publishers/example/models/atlas-5"},"insertId":"«hex»",` +
				`"resource":{"type":"audited_resource","labels":{"project_id":"example-project"}},"timestamp":"«iso»","severity":"INFO",` +
				`"logName":"projects/example-project/logs/cloudaudit.googleapis.com%2Fdata_access","receiveTimestamp":"«iso»"}` + "\n"},
		{format: "vertex", what: "requests with their bodies", file: "bodies.jsonl", peers: []peer{duckLines()},
			row: `{"endpoint":"projects/123456/locations/us-central1/publishers/example/models/atlas-5","deployed_model_id":"","logging_time":"«day» «clock».«milli»000 UTC",` +
				`"request_id":"9007199254740993«n»","request_payload":["{\"contents\":[]}"],"response_payload":["{}"],"model":"publishers/example/models/atlas-5",` +
				`"model_version":"001","api_method":"generateContent","full_request":{"contents":[{"role":"user","parts":[{"text":"«prompt»"}]}],` +
				`"generationConfig":{"maxOutputTokens":256,"temperature":0.4}},"full_response":{"candidates":[{"content":{"role":"model","parts":[{"text":"«answer»"}]},` +
				`"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":«in»,"candidatesTokenCount":«out»,"totalTokenCount":«total»}},"metadata":"{\"request_latency\": «ms»}"}` + "\n"},
	}
}
