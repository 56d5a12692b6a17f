// Package zeek reads logs of the network monitor Zeek into the canonical table of
// requests: in its own tab-separated form with headers, and as JSON.
//
// Two nouns: a header is what the lines that begin with # say of the lines after
// them, and may stand in a file several times; a host is where a connection came
// from. A monitor knows no accounts: each host is one stand-in account, so that its
// connections, its TLS handshakes and its HTTP requests come together. The uid joins
// the rows of one connection.
//
// What is unset ("-") is no value; what is set and empty ("(empty)") is kept as that
// word, because the two are not the same.
package zeek
