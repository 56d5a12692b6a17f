package parquetfile

import (
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
)

// countInflated decompresses a page that does not state its size and throws it away,
// to see that it is not larger than its header says.
func countInflated(codec format.CompressionCodec, body io.Reader, stated int64) error {
	var in io.Reader
	switch codec {
	case format.Gzip:
		z, err := gzip.NewReader(body)
		if err != nil {
			return err
		}
		defer z.Close()
		in = z
	case format.Zstd:
		z, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(MaxPage), zstd.WithDecoderMaxMemory(2*MaxPage))
		if err != nil {
			return err
		}
		defer z.Close()
		in = z
	default:
		return nil
	}
	n, err := io.Copy(io.Discard, io.LimitReader(in, stated+1))
	if err != nil {
		return err
	}
	if n > stated {
		return errPageSize
	}
	return nil
}
