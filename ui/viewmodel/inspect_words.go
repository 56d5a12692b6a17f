package viewmodel

import (
	"fmt"
	"strings"

	"casebench/casefile"
)

// probability writes a match probability. It never says that something is certain.
func probability(p float64) string {
	switch {
	case p > 0.9999:
		return "above 0.9999"
	case p < 0.0001:
		return "below 0.0001"
	}
	return fmt.Sprintf("%.4f", p)
}

// signedBits writes a weight with its sign: "+12.6", "−8.0", "0.0".
func signedBits(b casefile.Bits) string {
	switch {
	case b.String() == "0.0" || b.String() == "-0.0":
		return "0.0"
	case b < 0:
		return "−" + (-b).String()
	}
	return "+" + b.String()
}

// listText joins words with commas and a last "and".
func listText(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// SignalName is how people call a signal, or a kind of identifier.
func SignalName(id string) string {
	names := map[string]string{"payment": "Payment", "billing": "Billing address", "bin": "Card range", "device": "Device", "phone": "Telephone",
		"phone_prefix": "Number range", "email": "E-mail", "email_pattern": "E-mail pattern", "email_domain": "E-mail domain",
		"address": "Address", "signup_address": "Sign-up address", "prefix": "Address range", "template": "Template", "end_user": "End user",
		"tags": "Request tag", "api_key": "API key", "referrer": "Referrer", "invited_by": "Invitation", "handover": "Hand-over",
		"ja4": "TLS handshake", "user_agent": "User agent", "sdk": "SDK"}
	if n := names[id]; n != "" {
		return n
	}
	return id
}
