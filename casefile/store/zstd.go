package store

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"

	"casebench/casefile/vault"
)

// maxValue bounds what one stored value may grow to when decompressed, so that a
// damaged or hostile file cannot ask for all memory.
const maxValue = 1 << 30

// maxWindow bounds what a decoder sets aside before it has seen any bytes; our own
// encoder looks back at most 4 MiB.
const maxWindow = 64 << 20

// codec is the way between a body and its stored value: compression, sealing and
// the envelope. It may be used by many goroutines; an encoder or decoder is
// borrowed for one call and starts no goroutine of its own.
type codec struct {
	key      atomic.Pointer[vault.Key] // nil: values are plain
	warm     warm
	encoders sync.Pool
	decoders sync.Pool
}

func newCodec(k *vault.Key) *codec {
	c := new(codec)
	c.key.Store(k)
	return c
}

func (c *codec) encoder() *zstd.Encoder {
	if e, ok := c.encoders.Get().(*zstd.Encoder); ok {
		return e
	}
	// Texts without repetition, identifiers and short prompts among them, gain nothing
	// but from the entropy of their letters, which the fastest level leaves out.
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithAllLitEntropyCompression(true),
		zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		panic("store: zstd encoder: " + err.Error()) // impossible: the options are constants
	}
	return e
}

func (c *codec) decoder() *zstd.Decoder {
	if d, ok := c.decoders.Get().(*zstd.Decoder); ok {
		return d
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxValue),
		zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		panic("store: zstd decoder: " + err.Error()) // impossible: the options are constants
	}
	return d
}

// compress appends the compressed form of p to dst.
func (c *codec) compress(dst, p []byte) []byte {
	e := c.encoder()
	defer c.encoders.Put(e)
	return e.EncodeAll(p, dst)
}

// expand appends the plain form of z to dst, which must be exactly want bytes
// long when want is not negative.
func (c *codec) expand(dst, z []byte, want int) ([]byte, error) {
	if want > maxValue {
		return nil, fmt.Errorf("a length of %d is more than any that is written", want)
	}
	// A length that nobody wrote must not be believed before there are bytes for it.
	if first := min(want, 128*len(z)+4096); cap(dst)-len(dst) < first {
		dst = append(make([]byte, 0, len(dst)+first), dst...)
	}
	d := c.decoder()
	defer c.decoders.Put(d)
	out, err := d.DecodeAll(z, dst)
	if err == nil && want >= 0 && len(out)-len(dst) != want {
		err = fmt.Errorf("%d bytes where %d were expected", len(out)-len(dst), want)
	}
	return out, err
}
