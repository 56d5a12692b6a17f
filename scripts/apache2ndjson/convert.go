package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// counts says how many lines went by and how many of them were understood.
type counts struct{ lines, good int }

// row is one request. The names of the first five are columns of the canonical
// table; the others are kept by the import as extra fields. The order is fixed.
type row struct {
	TS        string `json:"ts"`
	Account   string `json:"account_id"`
	IP        string `json:"ip"`
	UserAgent string `json:"user_agent,omitempty"`
	Status    int64  `json:"status"`
	Endpoint  string `json:"endpoint,omitempty"`
	Method    string `json:"method,omitempty"`
	Protocol  string `json:"protocol,omitempty"`
	Request   string `json:"request,omitempty"` // only where it is not METHOD PATH PROTOCOL
	BytesSent *int64 `json:"bytes_sent,omitempty"`
	Referer   string `json:"referer_url,omitempty"`
	RemoteID  string `json:"remote_ident,omitempty"`
	AuthUser  string `json:"auth_user,omitempty"`
}

// convert copies the log to w line by line. It fails only where reading or writing
// does; a line that it does not understand is passed on unchanged.
func convert(r io.Reader, w io.Writer) (counts, error) {
	var n counts
	in := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			n.lines++
			good, werr := put(w, line)
			if werr != nil {
				return n, fmt.Errorf("write: %w", werr)
			}
			if good {
				n.good++
			}
		}
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("read: %w", err)
		}
	}
}

func put(w io.Writer, line string) (good bool, err error) {
	text := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	e, ok := parse(text)
	if !ok || !utf8.ValidString(text) {
		_, err := io.WriteString(w, line)
		return false, err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return true, enc.Encode(newRow(e))
}

func newRow(e entry) row {
	r := row{
		TS:        e.when.Format(time.RFC3339),
		Account:   standIn(e.host, e.agent),
		IP:        e.host,
		UserAgent: present(e.agent),
		Status:    e.status,
		Referer:   present(e.referer),
		RemoteID:  present(e.ident),
		AuthUser:  present(e.user),
	}
	if parts := strings.Split(e.request, " "); len(parts) == 3 {
		r.Method, r.Endpoint, r.Protocol = parts[0], parts[1], parts[2]
	} else {
		r.Request = present(e.request)
	}
	if e.bytes >= 0 {
		r.BytesSent = &e.bytes
	}
	return r
}

// present turns the log's sign for "nothing" into nothing.
func present(field string) string {
	if field == "-" {
		return ""
	}
	return field
}

// standIn is the made-up account of an (address, user agent) pair.
func standIn(host, agent string) string {
	sum := sha256.Sum256([]byte(host + "\x00" + agent))
	return "web-" + hex.EncodeToString(sum[:8])
}
