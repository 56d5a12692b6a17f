package casefile

// Synonyms that several tables share. Sources: the OpenTelemetry semantic
// conventions (gen_ai.*, client.*, user_agent.*), the Elastic Common Schema
// (source.ip, user.id, user_agent.original) and the gateway exports listed in
// docs/formats.md.
var (
	timeSynonyms = []string{"timestamp", "time", "@timestamp", "datetime", "date", "event_time", "created",
		"request_time", "start_time", "starttime", "request_created_at", "timegenerated", "eventtime"}
	accountSynonyms = []string{"account", "user_id", "userid", "user.id", "enduser.id", "user", "uid",
		"customer_id", "gen_ai.request.user", "acct", "acct_id", "accountid"}
	addressSynonyms = []string{"client_ip", "source.ip", "source_ip", "src_ip", "client.address", "client.ip",
		"remote_addr", "requester_ip_address", "ip_address", "calleripaddress", "sourceipaddress", "clientip", "address"}
	agentSynonyms    = []string{"ua", "useragent", "user_agent.original", "http.user_agent", "agent"}
	asnSynonyms      = []string{"source.as.number", "as_number", "client.as.number", "autonomous_system"}
	ja4Synonyms      = []string{"tls.client.ja4", "ja4_hash", "ja4_fingerprint"}
	deviceSynonyms   = []string{"device", "device.id", "fingerprint", "device_fingerprint", "visitor_id"}
	countrySynonyms  = []string{"country_code", "source.geo.country_iso_code", "geo_country", "country_iso_code"}
	orgSynonyms      = []string{"org", "organization_id", "organisation_id", "organization.id", "tenant_id", "team_id", "workspace_id"}
	resultSynonyms   = []string{"outcome", "event.outcome", "success"}
	reasonSynonyms   = []string{"why", "note"}
	templateSynonyms = []string{"prompt_template", "template", "template_id", "prompt_template_hash"}
)

func code(name string, d Domain, o ObservationKind, syn ...string) Column {
	return Column{Name: name, Kind: KindCode, Domain: d, Observe: o, Synonyms: syn}
}

func word(name string, syn ...string) Column { return code(name, DomainWord, ObserveNone, syn...) }

func text(name string, syn ...string) Column {
	return Column{Name: name, Kind: KindText, Synonyms: syn}
}

func number(name string, syn ...string) Column {
	return Column{Name: name, Kind: KindInt, Synonyms: syn}
}

func decimal(name string, syn ...string) Column {
	return Column{Name: name, Kind: KindFloat, Synonyms: syn}
}

func instant(name string, syn ...string) Column {
	return Column{Name: name, Kind: KindTime, Synonyms: syn}
}

func account() Column {
	return Column{Name: "account_id", Kind: KindCode, Domain: DomainAccount, Role: RoleAccount,
		Required: true, Synonyms: accountSynonyms}
}

func when() Column {
	return Column{Name: "ts", Kind: KindTime, Role: RoleTime, Required: true, Synonyms: timeSynonyms}
}

func address(name string, o ObservationKind, syn ...string) Column {
	return Column{Name: name, Kind: KindCode, Domain: DomainAddress, Observe: o, Role: RoleAddress, Synonyms: syn}
}

func optional(c Column) Column {
	c.Required = false
	return c
}

// schemas is indexed by Table. Column numbers are part of the file format.
var schemas = [...]Schema{
	TableAccounts: {TableAccounts, []Column{
		account(),
		code("org_id", DomainOrg, ObserveOrg, orgSynonyms...),
		{Name: "created_at", Kind: KindTime, Role: RoleTime, Observe: ObserveSignup,
			Synonyms: []string{"created", "signup_at", "signup_time", "registered_at", "creation_date"}},
		code("email_hash", DomainEmail, ObserveEmail, "email_sha256", "user.email_hash"),
		code("email_domain", DomainMailDomain, ObserveMailDomain, "mail_domain"),
		code("email_pattern", DomainMailPattern, ObserveMailPattern, "mail_pattern"),
		code("phone_hash", DomainPhone, ObservePhone, "phone_sha256"),
		code("phone_prefix", DomainPhonePrefix, ObservePhonePrefix),
		address("signup_ip", ObserveSignupAddr, "registration_ip", "created_ip"),
		code("device_id", DomainDevice, ObserveDevice, deviceSynonyms...),
		code("programme", DomainProgramme, ObserveProgramme, "program", "plan_programme"),
		code("referrer", DomainReferrer, ObserveReferrer, "referer", "coupon"),
		code("invited_by", DomainAccount, ObserveInviter, "inviter", "invited_by_account"),
		code("country_declared", DomainCountry, ObserveNone, "declared_country"),
		code("owner_entity", DomainOwner, ObserveOwner, "owner", "parent_entity"),
		decimal("owner_pct", "owner_percent"),
		word("status", "state", "account_status"),
		instant("status_at", "status_changed_at"),
		word("tos_version", "terms_version"),
		instant("tos_accepted_at", "terms_accepted_at"),
	}},
	TablePayments: {TablePayments, []Column{
		account(),
		code("pay_fingerprint", DomainPayment, ObservePayment, "card_fingerprint", "payment_fingerprint", "instrument_id"),
		code("bin", DomainBIN, ObserveBIN, "iin", "card_bin"),
		word("funding", "card_funding"),
		word("last4", "card_last4"),
		code("country", DomainCountry, ObserveNone, countrySynonyms...),
		code("billing_hash", DomainBilling, ObserveBilling, "billing_address_hash"),
		when(),
		word("result", resultSynonyms...),
	}},
	TableLogins: {TableLogins, []Column{
		account(),
		when(),
		address("ip", ObserveAddress, addressSynonyms...),
		code("asn", DomainASN, ObserveNone, asnSynonyms...),
		code("country", DomainCountry, ObserveNone, countrySynonyms...),
		code("user_agent", DomainAgent, ObserveAgent, agentSynonyms...),
		code("ja4", DomainJA4, ObserveJA4, ja4Synonyms...),
		code("device_id", DomainDevice, ObserveDevice, deviceSynonyms...),
		word("result", resultSynonyms...),
	}},
	TableRequests: {TableRequests, []Column{
		text("request_id", "requestid", "id", "correlation_id", "gen_ai.response.id", "trace_id"),
		account(),
		code("org_id", DomainOrg, ObserveOrg, orgSynonyms...),
		code("api_key_id", DomainKey, ObserveKey, "api_key", "key_id", "apikey", "access_key_id"),
		when(),
		address("ip", ObserveAddress, addressSynonyms...),
		code("asn", DomainASN, ObserveNone, asnSynonyms...),
		code("ja4", DomainJA4, ObserveJA4, ja4Synonyms...),
		code("user_agent", DomainAgent, ObserveAgent, agentSynonyms...),
		code("sdk", DomainSDK, ObserveSDK, "sdk_version", "telemetry.sdk.name"),
		word("channel", "access_channel", "surface"),
		code("model", DomainModel, ObserveModel, "model_id", "modelid", "gen_ai.request.model", "request_model", "model_name", "llm.model_name"),
		word("endpoint", "path", "url.path", "operation", "gen_ai.operation.name", "call_type"),
		number("tokens_in", "input_tokens", "prompt_tokens", "gen_ai.usage.input_tokens", "prompttokens", "llm.token_count.prompt"),
		number("tokens_out", "output_tokens", "completion_tokens", "gen_ai.usage.output_tokens", "completiontokens", "llm.token_count.completion"),
		number("max_tokens", "gen_ai.request.max_tokens", "max_output_tokens"),
		decimal("temperature", "gen_ai.request.temperature"),
		number("latency_ms", "duration_ms", "durationms", "delay_ms", "latency"),
		word("status", "status_code", "http.response.status_code", "response_status", "http_status", "response.status_code"),
		text("session_id", "session", "session.id", "gen_ai.conversation.id", "conversation_id"),
		code("end_user", DomainEndUser, ObserveEndUser, "end_user_id", "metadata.user_id", "end_customer"),
		code("tags", DomainTags, ObserveTags, "tag", "request_tags", "labels"),
		text("prompt_text", "prompt", "input", "gen_ai.prompt", "message"),
		text("prompt_hash", "prompt_sha256"),
		code("template_hash", DomainTemplate, ObserveTemplate, templateSynonyms...),
		text("completion_hash", "completion_sha256", "response_hash"),
		text("tag_scores", "classifier_scores"),
	}},
	TableActions: {TableActions, []Column{
		account(),
		when(),
		code("action", DomainWord, ObserveAction, "event", "event.action", "enforcement"),
		word("reason", reasonSynonyms...),
		word("by", "actor", "performed_by"),
	}},
	TableScores: {TableScores, []Column{
		account(),
		word("classifier", "model", "classifier_name"),
		word("version", "classifier_version"),
		decimal("score", "value", "probability"),
		when(),
	}},
	TableReleases: {TableReleases, []Column{
		when(),
		word("kind", "type"),
		code("name", DomainModel, ObserveNone, "model", "title"),
	}},
	TablePermissions: {TablePermissions, []Column{
		code("org_id", DomainOrg, ObserveNone, orgSynonyms...),
		optional(account()),
		word("kind", "type"),
		word("scope", "what"),
		{Name: "valid_from", Kind: KindTime, Role: RoleTime, Synonyms: []string{"from", "start"}},
		instant("valid_until", "until", "to", "end"),
		word("source", "register", "reference"),
	}},
	TableKnownShared: {TableKnownShared, []Column{
		word("type", "kind"),
		text("value", "indicator"),
		word("reason", reasonSynonyms...),
	}},
}
