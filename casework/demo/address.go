package demo

import "strconv"

// address is one place that requests come from.
type address struct {
	text    string
	asn     int
	country string
}

// network is a provider with a block of generated addresses. All blocks lie in
// ranges that no real customer can have: 10.0.0.0/8 stands for homes and offices,
// 100.64.0.0/10 for mobile carriers, 198.18.0.0/15 for hosting, and the
// documentation ranges for institutions.
type network struct {
	base    uint32
	bits    int // length of the block's prefix
	asn     int
	country string
}

// book holds every address of the world, and hands out unused ones.
type book struct {
	list []address
	used map[uint32]bool
	dice dice
	next uint32 // the next institution
}

func newBook(seed uint64) *book {
	return &book{used: map[uint32]bool{}, dice: newDice(seed, forAddresses, 0, 0)}
}

var countries = []string{"US", "GB", "DE", "FR", "IN", "BR", "JP", "CA", "NL", "SG", "PL", "AU"}

// The numbers of networks in each class.
const (
	accessProviders = 40 // homes and offices: 10.k.0.0/16
	carriers        = 12 // mobile: 100.64.0.0/16 and on
	hosters         = 16 // clouds and hosting: 198.18.0.0/20 and on
)

// provider is the i-th access network. Numbers of autonomous systems are private
// ones (RFC 6996).
func provider(i int) network {
	i %= accessProviders
	return network{10<<24 | uint32(i*5+3)<<16, 16, 64512 + i, countries[i%len(countries)]}
}

func carrier(i int) network {
	i %= carriers
	return network{100<<24 | uint32(64+i)<<16, 16, 64600 + i, countries[i%len(countries)]}
}

func hoster(i int) network {
	i %= hosters
	return network{198<<24 | 18<<16 | uint32(i)<<12, 20, 64700 + i, countries[i%4]}
}

// in takes an unused address of a network.
func (b *book) in(n network) int32 {
	room := 1 << (32 - n.bits)
	for {
		a := n.base + uint32(b.dice.between(1, room-2))
		if last := a & 255; last == 0 || last == 255 || b.used[a] {
			continue
		}
		b.used[a] = true
		return b.add(a, n.asn, n.country)
	}
}

// institution takes the next address of the documentation ranges, which stand
// for campuses and company offices.
func (b *book) institution(country string) int32 {
	blocks := [3]uint32{192<<24 | 2<<8, 198<<24 | 51<<16 | 100<<8, 203<<24 | 113<<8}
	i := b.next
	b.next++
	return b.add(blocks[i/250%3]+4+i%250, 64800+int(i%100), country)
}

// six takes an IPv6 address of the documentation range, one /48 to a household.
func (b *book) six(n network) int32 {
	house, machine := b.dice.between(1, 0xffff), b.dice.between(1, 0xffff)
	text := "2001:db8:" + strconv.FormatInt(int64(house), 16) + "::" + strconv.FormatInt(int64(machine), 16)
	b.list = append(b.list, address{text, n.asn, n.country})
	return int32(len(b.list) - 1)
}

func (b *book) add(a uint32, asn int, country string) int32 {
	text := strconv.Itoa(int(a>>24)) + "." + strconv.Itoa(int(a>>16&255)) + "." +
		strconv.Itoa(int(a>>8&255)) + "." + strconv.Itoa(int(a&255))
	b.list = append(b.list, address{text, asn, country})
	return int32(len(b.list) - 1)
}

// several takes k unused addresses of networks that next names.
func (b *book) several(k int, next func(i int) network) []int32 {
	out := make([]int32, k)
	for i := range out {
		out[i] = b.in(next(i))
	}
	return out
}
