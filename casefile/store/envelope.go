package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cespare/xxhash/v2"

	"casebench/casefile/vault"
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
	return c.enclose(bucket, key, body, flags)
}

// enclose puts a body that was compressed, or not, as flags say, into an envelope.
func (c *codec) enclose(bucket string, key, body []byte, flags byte) []byte {
	data := c.key.Load()
	if data != nil {
		flags |= flagSealed
	}
	out := make([]byte, 2, len(body)+envelopeExtra+vault.Overhead)
	out[0], out[1] = envelopeVersion, flags
	if data != nil {
		out = data.Seal(out, body, associated(bucket, key, envelopeVersion, flags))
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
	body, own, flags, err := c.opened(bucket, key, value)
	if err != nil || flags&flagZstd == 0 {
		return body, own, err
	}
	plain, err := c.expand(nil, body, -1)
	if err != nil {
		return nil, false, corrupt(bucket, key, err)
	}
	return plain, true, nil
}

// opened is peek without decompression: flags say whether the body is compressed.
func (c *codec) opened(bucket string, key, value []byte) (body []byte, own bool, flags byte, err error) {
	if len(value) < envelopeExtra {
		return nil, false, 0, corrupt(bucket, key, errors.New("the value is too short"))
	}
	head, sum := value[:len(value)-8], value[len(value)-8:]
	version, flags := head[0], head[1]
	body = head[2:]
	if version > envelopeVersion {
		return nil, false, 0, fault.New(fault.Unsupported, "This case holds values that were written by a newer version of Casebench.",
			"Open it with the version that wrote it, or with a later one.", fmt.Errorf("%s %s: value version %d", bucket, keyName(bucket, key), version))
	}
	if envelopeSum(bucket, key, head) != binary.LittleEndian.Uint64(sum) {
		return nil, false, 0, corrupt(bucket, key, errors.New("the checksum does not match"))
	}
	if version == 0 || flags&^(flagZstd|flagSealed) != 0 {
		return nil, false, 0, corrupt(bucket, key, errors.New("unknown envelope"))
	}
	data := c.key.Load()
	if (flags&flagSealed != 0) != (data != nil) {
		// The sum needs no key: anybody could have put this value here.
		return nil, false, 0, corrupt(bucket, key, errSealing)
	}
	if data == nil {
		return body, false, flags, nil
	}
	if body, err = data.Open(nil, body, associated(bucket, key, version, flags)); err != nil {
		return nil, false, 0, corrupt(bucket, key, err)
	}
	return body, true, flags, nil
}

// errSealing says that a value is plain in an encrypted case, or sealed in a plain one.
var errSealing = errors.New("it is not sealed as the values of this case are")

// corrupt is the error for a stored value that cannot be what was stored.
func corrupt(bucket string, key []byte, cause error) error {
	return fault.New(fault.Corrupt,
		fmt.Sprintf("A stored value of this case is damaged: %s %s.", bucket, keyName(bucket, key)),
		"Run check to see what is affected, and restore the file from a copy.", cause)
}
