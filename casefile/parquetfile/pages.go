package parquetfile

import (
	"context"
	"errors"
	"fmt"
	"io"

	"casebench/internal/fault"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// checkPages goes through the page headers of a row group before any page is given
// memory, and refuses those that say more, or would become more, than the limits
// allow: the Parquet library believes them.
func (f *File) checkPages(ctx context.Context, group int) error {
	meta := &f.file.Metadata().RowGroups[group]
	if meta.NumRows < 0 {
		return errors.New("a negative number of rows")
	}
	held := int64(0)
	for i := range meta.Columns {
		if err := ctx.Err(); err != nil {
			return err
		}
		most, err := f.checkChunk(&meta.Columns[i].MetaData)
		if err != nil {
			return err
		}
		if held += most; held > MaxPages {
			return tooMuch("needs more than %d MiB for the pages of row group %d that lie side by side", MaxPages>>20, group+1)
		}
	}
	return nil
}

// checkChunk goes through one column and returns how much its dictionary and its
// largest page hold together.
func (f *File) checkChunk(c *format.ColumnMetaData) (most int64, err error) {
	start := c.DataPageOffset
	if c.DictionaryPageOffset != 0 {
		start = c.DictionaryPageOffset
	}
	if start < 0 || c.TotalCompressedSize < 0 || start > f.size || c.TotalCompressedSize > f.size-start {
		return 0, fmt.Errorf("a column chunk lies outside of the file: %w", io.ErrUnexpectedEOF)
	}
	section := io.NewSectionReader(f.in, start, c.TotalCompressedSize)
	dictionary, page := int64(0), int64(0)
	for at := int64(0); at < c.TotalCompressedSize; {
		h, length, err := pageHeader(section, at)
		if err != nil {
			return 0, err
		}
		at += int64(length)
		size := int64(h.UncompressedPageSize)
		switch {
		case h.CompressedPageSize < 0 || size < 0 || int64(h.CompressedPageSize) > c.TotalCompressedSize-at:
			return 0, fmt.Errorf("a page does not fit into its column chunk: %w", io.ErrUnexpectedEOF)
		case size > MaxPage || valuesOf(h) > MaxPage:
			return 0, tooMuch("has a page larger than %d MiB", MaxPage>>20)
		}
		if c.Codec != format.Uncompressed {
			body := io.NewSectionReader(section, at, int64(h.CompressedPageSize))
			if err := checkInflated(c.Codec, h, body); err != nil {
				return 0, err
			}
		}
		if h.Type == format.DictionaryPage {
			dictionary = max(dictionary, size)
		} else {
			page = max(page, size)
		}
		at += int64(h.CompressedPageSize)
	}
	return dictionary + page, nil
}

// pageHeader reads the header at a place of a column chunk, and its length.
func pageHeader(chunk io.ReaderAt, at int64) (h *format.PageHeader, length int, err error) {
	for size := 512; ; size *= 8 {
		b := make([]byte, size)
		n, err := chunk.ReadAt(b, at)
		if err != nil && err != io.EOF {
			return nil, 0, err
		}
		length, err = thriftLength(b[:n])
		if err == io.ErrUnexpectedEOF && n == size && size < maxPageHeader {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		h = &format.PageHeader{}
		return h, length, thrift.Unmarshal(&thrift.CompactProtocol{}, b[:length], h)
	}
}

// maxPageHeader is how long the header of a page may be.
const maxPageHeader = 2 << 20

// valuesOf returns how many values a page says that it has.
func valuesOf(h *format.PageHeader) int64 {
	n := int64(0)
	if h.DataPageHeader.Valid {
		n = max(n, int64(h.DataPageHeader.V.NumValues))
	}
	if h.DataPageHeaderV2.Valid {
		n = max(n, int64(h.DataPageHeaderV2.V.NumValues))
	}
	if h.DictionaryPageHeader.Valid {
		n = max(n, int64(h.DictionaryPageHeader.V.NumValues))
	}
	return n
}

var errPageSize = errors.New("a page decompresses to another size than its header says")

// checkInflated makes sure that a page does not decompress to more than its header
// says. What the codec states itself is believed, as its decoder holds to it.
func checkInflated(codec format.CompressionCodec, h *format.PageHeader, body *io.SectionReader) error {
	stated := int64(h.UncompressedPageSize)
	if h.DataPageHeaderV2.Valid && h.Type == format.DataPageV2 {
		levels := int64(h.DataPageHeaderV2.V.RepetitionLevelsByteLength) + int64(h.DataPageHeaderV2.V.DefinitionLevelsByteLength)
		if levels < 0 || levels > body.Size() || levels > stated {
			return errPageSize
		}
		if !h.DataPageHeaderV2.V.IsCompressed.V && h.DataPageHeaderV2.V.IsCompressed.Valid {
			return nil
		}
		body, stated = io.NewSectionReader(body, levels, body.Size()-levels), stated-levels
	}
	var head [zstd.HeaderMaxSize]byte
	n, err := body.ReadAt(head[:], 0)
	if err != nil && err != io.EOF {
		return err
	}
	b := head[:n]
	switch codec {
	case format.Snappy:
		if size, err := snappy.DecodedLen(b); err == nil && int64(size) > stated {
			return errPageSize
		}
	case format.Zstd:
		var z zstd.Header
		if err := z.Decode(b); err == nil && z.HasFCS && !z.Skippable {
			if z.FrameContentSize > uint64(stated) {
				return errPageSize
			}
			if int64(z.FrameContentSize) == stated {
				return nil
			}
		}
		return countInflated(codec, body, stated)
	case format.Gzip:
		return countInflated(codec, body, stated)
	case format.Lz4Raw:
		block := make([]byte, body.Size())
		if _, err := io.ReadFull(body, block); err != nil {
			return err
		}
		return checkLZ4(block, stated)
	default:
		return fault.New(fault.Unsupported, "The Parquet file is compressed with "+codec.String()+", which is not read.",
			"Have it written anew with zstd, snappy, gzip or lz4.", nil)
	}
	return nil
}
