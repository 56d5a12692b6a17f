package openioc

import (
	"strings"

	"casebench/casefile"
)

// paths says what the values of a search path are. The names are those of the schema
// of OpenIOC's terms; their letter case varies between editors.
var paths = map[string]casefile.IndicatorType{
	"network/dns": casefile.IndicatorDomain, "dnsentryitem/host": casefile.IndicatorDomain, "dnsentryitem/recordname": casefile.IndicatorDomain,
	"urlhistoryitem/hostname": casefile.IndicatorDomain, "cookiehistoryitem/hostname": casefile.IndicatorDomain,
	"formhistoryitem/hostname": casefile.IndicatorDomain, "network/httpheader/host": casefile.IndicatorDomain,
	"portitem/remoteip": casefile.IndicatorIPv4, "portitem/localip": casefile.IndicatorIPv4,
	"dnsentryitem/recorddata/ipv4address": casefile.IndicatorIPv4, "dnsentryitem/recorddata/ipv6address": casefile.IndicatorIPv6,
	"routeentryitem/destination": casefile.IndicatorIPv4, "arpentryitem/ipv4address": casefile.IndicatorIPv4,
	"processitem/portlist/portitem/remoteip": casefile.IndicatorIPv4,
	"email/from":                             casefile.IndicatorEmail, "email/replyto": casefile.IndicatorEmail, "email/to": casefile.IndicatorEmail,
	"email/cc": casefile.IndicatorEmail, "email/bcc": casefile.IndicatorEmail,
	"urlhistoryitem/url": casefile.IndicatorURL, "filedownloadhistoryitem/sourceurl": casefile.IndicatorURL,
	"network/useragent": casefile.IndicatorAgent, "network/httpheader/useragent": casefile.IndicatorAgent,
}

// typeOf says what a search path's values are, and why they cannot be matched if so.
func typeOf(search string) (casefile.IndicatorType, string) {
	path := strings.ToLower(search)
	if kind, ok := paths[path]; ok {
		return kind, ""
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch {
	case last == "md5sum", last == "sha1sum", last == "sha256sum", strings.HasPrefix(path, "fileitem/"):
		return casefile.IndicatorFile, "It is of a file, and a case holds no files to match."
	}
	return casefile.IndicatorOther, "The case has nothing that this path could be matched with."
}
