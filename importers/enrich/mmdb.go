package enrich

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"

	"casebench/casefile"
	"casebench/internal/fault"
)

// marker begins the metadata of a database, in its last 128 KiB. From the MaxMind DB
// file format specification, version 2.0.
const (
	marker    = "\xab\xcd\xefMaxMind.com"
	markerEnd = 128 << 10
)

func isDatabase(data []byte) bool {
	return bytes.Contains(data[max(0, len(data)-markerEnd):], []byte(marker))
}

// database is a file in MaxMind's format.
type database struct {
	about  casefile.Dataset
	reader *maxminddb.Reader
}

func openDatabase(about casefile.Dataset, data []byte) (b Book, err error) {
	damaged := func(cause error) error {
		return fault.New(fault.Corrupt, about.Name+" is a damaged database.", "Get the file again: the copy is incomplete, or was changed.", cause)
	}
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, damaged(fmt.Errorf("panic: %v", p))
		}
	}()
	r, err := maxminddb.OpenBytes(data)
	if err != nil {
		return nil, damaged(err)
	}
	m := r.Metadata
	about.Kind, about.Title = "mmdb", m.DatabaseType
	about.Version = fmt.Sprintf("%d.%d", m.BinaryFormatMajorVersion, m.BinaryFormatMinorVersion)
	if m.BuildEpoch > 0 && m.BuildEpoch < 1<<40 {
		about.Built = time.Unix(int64(m.BuildEpoch), 0).UTC()
	}
	if !speaks(m.DatabaseType) {
		return nil, fault.New(fault.Unsupported, fmt.Sprintf("%s is a database of type %q, which says nothing that a case can use.", about.Name, m.DatabaseType),
			"Of use are databases of ASN, ISP, country, city, anonymous addresses and connection types.", nil)
	}
	return &database{about, r}, nil
}

// speaks reports whether a type of database has records that are read.
func speaks(kind string) bool {
	for _, part := range []string{"ASN", "ISP", "Country", "City", "Enterprise", "Anonymous", "Connection-Type", "Domain"} {
		if strings.Contains(kind, part) {
			return true
		}
	}
	return false
}

// Dataset implements Book.
func (d *database) Dataset() casefile.Dataset { return d.about }

// About implements Book.
func (d *database) About(s Subject) bool { return s == Address }

// record is what is read of any database's records. A part of another type than its
// own is an error of the database.
type record struct {
	Number       uint   `maxminddb:"autonomous_system_number"`
	Organisation string `maxminddb:"autonomous_system_organization"`
	Connection   string `maxminddb:"connection_type"`
	Domain       string `maxminddb:"domain"`
	Country      struct {
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"country"`
	Traits struct {
		Number       uint   `maxminddb:"autonomous_system_number"`
		Organisation string `maxminddb:"autonomous_system_organization"`
	} `maxminddb:"traits"`
	Anonymous   bool `maxminddb:"is_anonymous"`
	VPN         bool `maxminddb:"is_anonymous_vpn"`
	Hosting     bool `maxminddb:"is_hosting_provider"`
	PublicProxy bool `maxminddb:"is_public_proxy"`
	Residential bool `maxminddb:"is_residential_proxy"`
	Tor         bool `maxminddb:"is_tor_exit_node"`
}

// Look implements Book. Of a prefix the record of its first address is returned when
// it covers all of the prefix.
func (d *database) Look(_ Subject, value string) (f casefile.Fact, ok bool, err error) {
	p, ok := prefix(value)
	if !ok {
		return f, false, nil
	}
	defer func() {
		if r := recover(); r != nil {
			f, ok, err = casefile.Fact{}, false, d.damaged(fmt.Errorf("panic: %v", r))
		}
	}()
	found := d.reader.Lookup(p.Addr())
	if err := found.Err(); err != nil {
		return f, false, d.damaged(err)
	}
	if !found.Found() || found.Prefix().Bits() > p.Bits() {
		return f, false, nil
	}
	var r record
	if err := found.Decode(&r); err != nil {
		return f, false, d.damaged(err)
	}
	f = r.fact()
	return f, f != (casefile.Fact{}), nil
}

func (d *database) damaged(cause error) error {
	return fault.New(fault.Corrupt, d.about.Name+" has a damaged record.", "Get the file again: the copy is incomplete, or was changed.", cause)
}

func (r *record) fact() (f casefile.Fact) {
	number, org := r.Number, r.Organisation
	if number == 0 {
		number, org = r.Traits.Number, r.Traits.Organisation
	}
	if number > 0 {
		f.ASN, f.Org = strconv.FormatUint(uint64(number), 10), org
	}
	f.Country, f.Domain = r.Country.Code, r.Domain
	var is []string
	for _, k := range []struct {
		set  bool
		name string
	}{{r.Hosting, "hosting"}, {r.VPN, "vpn"}, {r.PublicProxy, "public proxy"}, {r.Residential, "residential proxy"}, {r.Tor, "tor exit"}} {
		if k.set {
			is = append(is, k.name)
		}
	}
	if r.Anonymous && len(is) == 0 {
		is = []string{"anonymous"}
	}
	if r.Connection != "" {
		is = append(is, strings.ToLower(r.Connection))
	}
	f.Network = strings.Join(is, ", ")
	return f
}

// prefix reads an address, or a prefix, without a zone.
func prefix(value string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(value); err == nil {
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(value)
	return p.Masked(), err == nil
}
