package casepackage

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A live credential never leaves a case (contract, section 8). These are the
// shapes that log exports are known to carry; each is looked for only behind its
// fixed beginning, so that a whole source is scanned at reading speed.
type credentialShape struct {
	begin string
	shape *regexp.Regexp
	what  string
}

const credentialReach = 256 // bytes from the beginning that a shape may need

func credentialShapes() []credentialShape {
	return []credentialShape{
		{"sk-", regexp.MustCompile(`^sk-[A-Za-z0-9_-]{20,}`), "an API key"},
		{"AKIA", regexp.MustCompile(`^AKIA[0-9A-Z]{16}`), "a cloud access key"},
		{"ghp_", regexp.MustCompile(`^ghp_[A-Za-z0-9]{36}`), "an access token"},
		{"github_pat_", regexp.MustCompile(`^github_pat_[A-Za-z0-9_]{50,}`), "an access token"},
		{"xoxb-", regexp.MustCompile(`^xoxb-[0-9A-Za-z-]{20,}`), "an access token"},
		{"AIza", regexp.MustCompile(`^AIza[0-9A-Za-z_-]{35}`), "an API key"},
		{"-----BEGIN", regexp.MustCompile(`^-----BEGIN [A-Z ]*PRIVATE KEY-----`), "a private key"},
		{"earer ", regexp.MustCompile(`^earer [A-Za-z0-9._~+/-]{20,}`), "a bearer token"},
		{"eyJ", regexp.MustCompile(`^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`), "a signed token"},
	}
}

// credentials finds live credentials.
type credentials struct{ shapes []credentialShape }

func newCredentials() *credentials { return &credentials{credentialShapes()} }

// find returns what kind of credential b holds, or "".
func (c *credentials) find(b []byte) string {
	for i := range c.shapes {
		s := &c.shapes[i]
		for at := 0; ; {
			n := bytes.Index(b[at:], []byte(s.begin))
			if n < 0 {
				break
			}
			at += n
			if s.shape.Match(b[at:min(at+credentialReach, len(b))]) {
				return s.what
			}
			at += len(s.begin)
		}
	}
	return ""
}

// copy copies r to w and returns what kind of credential passed, or "". It stops
// at the first one.
func (c *credentials) copy(w io.Writer, r io.Reader) (string, error) {
	buf := make([]byte, 256<<10)
	keep := 0 // bytes of the read before, in front of buf
	for {
		n, err := io.ReadFull(r, buf[keep:])
		if what := c.find(buf[:keep+n]); what != "" {
			return what, nil
		}
		if _, werr := w.Write(buf[keep : keep+n]); werr != nil {
			return "", werr
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return "", nil
		default:
			return "", err
		}
		copy(buf, buf[len(buf)-credentialReach:])
		keep = credentialReach
	}
}

// copyDecoding is copy for a file as received: one that is compressed is looked
// into as well, while its bytes pass unchanged.
func (c *credentials) copyDecoding(w io.Writer, r io.Reader) (string, error) {
	head := bufio.NewReaderSize(r, 64<<10)
	begin, err := head.Peek(4)
	if err != nil && err != io.EOF {
		return "", err
	}
	var open func(io.Reader) (io.ReadCloser, error)
	switch {
	case bytes.HasPrefix(begin, []byte{0x1f, 0x8b}):
		open = func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }
	case bytes.Equal(begin, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		open = func(r io.Reader) (io.ReadCloser, error) {
			d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
			if err != nil {
				return nil, err
			}
			return d.IOReadCloser(), nil
		}
	default:
		return c.copy(w, head)
	}
	pr, pw := io.Pipe()
	found := make(chan string, 1)
	go func() {
		found <- c.look(pr, open)
	}()
	_, err = io.Copy(w, io.TeeReader(head, pw))
	if closeErr := pw.CloseWithError(err); err == nil { // a nil error is the end of the file
		err = closeErr
	}
	return <-found, err
}

// unsearchable is what a compressed file counts as that cannot be decoded to its
// end: nobody can say what it holds.
const unsearchable = "a compressed stream that cannot be read to its end"

// look searches what a compressed file holds, and reads it to its end whatever it
// holds, so that the writer never waits.
func (c *credentials) look(r io.Reader, open func(io.Reader) (io.ReadCloser, error)) string {
	what := unsearchable
	if d, err := open(r); err == nil {
		found, err := c.copy(io.Discard, d)
		if err = errors.Join(err, d.Close()); err == nil || found != "" {
			what = found
		}
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return unsearchable
	}
	return what
}
