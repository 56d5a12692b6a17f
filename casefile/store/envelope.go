package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cespare/xxhash/v2"

	"casebench/internal/fault"
)

// The envelope of a value; see FORMAT.md.
const (
	envelopeVersion = 1
	flagZstd        = 1
	flagSealed      = 2

	envelopeExtra = 2 + 8
	// Below this size compression costs more than it gives.
	worthZstd = 256
)

func associated(bucket string, key []byte, version, flags byte) []byte {
	ad := make([]byte, 0, len(bucket)+len(key)+3)
	ad = append(append(append(ad, bucket...), 0), key...)
	return append(ad, version, flags)
}

func envelopeSum(bucket string, key, head []byte) uint64 {
	var d xxhash.Digest
	d.Reset()
	// A Digest never fails to write.
	_, _ = d.WriteString(bucket)
	_, _ = d.Write([]byte{0})
	_, _ = d.Write(key)
	_, _ = d.Write(head)
	return d.Sum64()
}

// wrap puts a body into its envelope. The result is a fresh slice that the
// database may keep; body is only read. Compress asks for Zstandard where it is
// worth it.
func (c *codec) wrap(bucket string, key, body []byte, compress bool) []byte {
	flags := byte(0)
	if compress && len(body) >= worthZstd {
		if z := c.compress(nil, body); len(z) < len(body) {
			body, flags = z, flagZstd
		}
	}
	if c.cipher != nil {
		flags |= flagSealed
	}
	out := make([]byte, 2, len(body)+envelopeExtra+64)
	out[0], out[1] = envelopeVersion, flags
	if c.cipher != nil {
		out = c.cipher.Seal(out, body, associated(bucket, key, envelopeVersion, flags))
	} else {
		out = append(out, body...)
	}
	return binary.LittleEndian.AppendUint64(out, envelopeSum(bucket, key, out))
}

// unwrap returns a copy of the body inside an envelope.
func (c *codec) unwrap(bucket string, key, value []byte) ([]byte, error) {
	body, own, err := c.peek(bucket, key, value)
	if err != nil || own {
		return body, err
	}
	return append(make([]byte, 0, len(body)), body...), nil
}

// peek returns the body inside an envelope. Where it is neither sealed nor
// compressed it is not a copy of its own, but part of the value: it ends with the
// transaction that the value came from.
func (c *codec) peek(bucket string, key, value []byte) (body []byte, own bool, err error) {
	if len(value) < envelopeExtra {
		return nil, false, corrupt(bucket, key, errors.New("the value is too short"))
	}
	head, sum := value[:len(value)-8], value[len(value)-8:]
	version, flags := head[0], head[1]
	body = head[2:]
	if version > envelopeVersion {
		return nil, false, fault.New(fault.Unsupported, "This case holds values that were written by a newer version of Casebench.",
			"Open it with the version that wrote it, or with a later one.", fmt.Errorf("%s %s: value version %d", bucket, keyName(bucket, key), version))
	}
	if envelopeSum(bucket, key, head) != binary.LittleEndian.Uint64(sum) {
		return nil, false, corrupt(bucket, key, errors.New("the checksum does not match"))
	}
	if version == 0 || flags&^(flagZstd|flagSealed) != 0 {
		return nil, false, corrupt(bucket, key, errors.New("unknown envelope"))
	}
	if flags&flagSealed != 0 {
		if c.cipher == nil {
			return nil, false, fault.New(fault.Locked, "This case is encrypted.", "Give its passphrase.", nil)
		}
		plain, err := c.cipher.Open(nil, body, associated(bucket, key, version, flags))
		if err != nil {
			return nil, false, corrupt(bucket, key, err)
		}
		body = plain
	}
	if flags&flagZstd != 0 {
		plain, err := c.expand(nil, body, -1)
		if err != nil {
			return nil, false, corrupt(bucket, key, err)
		}
		return plain, true, nil
	}
	return body, flags&flagSealed != 0, nil
}

// corrupt is the error for a stored value that cannot be what was stored.
func corrupt(bucket string, key []byte, cause error) error {
	return fault.New(fault.Corrupt,
		fmt.Sprintf("A stored value of this case is damaged: %s %s.", bucket, keyName(bucket, key)),
		"Run check to see what is affected, and restore the file from a copy.", cause)
}
