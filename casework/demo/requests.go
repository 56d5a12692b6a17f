package demo

import (
	"strconv"
	"time"
)

// requestWriter turns calls into lines of requests.jsonl. Everything that does
// not change from line to line is rendered once.
type requestWriter struct {
	world   *world
	line    []byte
	heads   [][]byte // by account and key: account_id, org_id, api_key_id
	places  [][]byte // by address: ip, asn
	agents  [][]byte // by client: user_agent
	day     int64
	dayText string
	ids     dice
}

func newRequestWriter(w *world) *requestWriter {
	q := &requestWriter{world: w, day: -1}
	for _, a := range w.accounts {
		for k := range 2 {
			h := `"account_id":"` + a.id + `",`
			if a.org != "" && a.fields&sendsOrg != 0 {
				h += `"org_id":"` + a.org + `",`
			}
			h += `"api_key_id":"` + a.keys[k%len(a.keys)] + `",`
			q.heads = append(q.heads, []byte(h))
		}
	}
	for _, p := range w.list {
		q.places = append(q.places, []byte(`","ip":"`+p.text+`","asn":`+strconv.Itoa(p.asn)))
	}
	for _, c := range clients {
		q.agents = append(q.agents, []byte(`,"user_agent":"`+c.agent+`"`))
	}
	return q
}

const hexDigits = "0123456789abcdef"

// appendHex appends the upper digits of x.
func appendHex(b []byte, x uint64, digits int) []byte {
	for i := range digits {
		b = append(b, hexDigits[x>>(60-4*i)&15])
	}
	return b
}

// appendUUID appends a version 4 UUID made of 128 drawn bits.
func appendUUID(b []byte, hi, lo uint64) []byte {
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(3<<62) | 2<<62
	b = append(appendHex(b, hi, 8), '-')
	b = append(appendHex(b, hi<<32, 4), '-')
	b = append(appendHex(b, hi<<48, 4), '-')
	b = append(appendHex(b, lo, 4), '-')
	return appendHex(b, lo<<16, 12)
}

// appendTime appends an instant as RFC 3339 with milliseconds.
func (q *requestWriter) appendTime(b []byte, at int64) []byte {
	if d := at / day; d != q.day {
		q.day = d
		q.dayText = time.UnixMilli(d * day).UTC().Format("2006-01-02T")
	}
	ms := int(at % day)
	b = append(b, q.dayText...)
	b = append(appendTwo(b, ms/3_600_000), ':')
	b = append(appendTwo(b, ms/60_000%60), ':')
	b = append(appendTwo(b, ms/1000%60), '.')
	ms %= 1000
	return append(b, byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10), 'Z')
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// startDay begins a day's identifiers.
func (q *requestWriter) startDay(from int64) {
	q.ids = newDice(q.world.seed, forRequestIDs, uint64(from/day), 0)
}

// render returns the line of a call; it is valid until the next one. A field
// that a client or gateway would not have is absent, not empty.
func (q *requestWriter) render(c *call) []byte {
	w, cl, sh := q.world, &clients[c.client], &shapes[c.shape]
	b := append(q.line[:0], `{"request_id":"`...)
	hi, lo := q.ids.u64(), q.ids.u64()
	b = append(appendUUID(b, hi, lo), `",`...)
	b = append(b, q.heads[int(c.account)*2+int(c.key)]...)
	b = q.appendTime(append(b, `"ts":"`...), c.at)
	b = append(b, q.places[c.addr]...)
	if c.fields&hidesJA4 == 0 {
		b = append(append(append(b, `,"ja4":"`...), cl.ja4...), '"')
	}
	b = append(b, q.agents[c.client]...)
	if cl.sdk != "" && c.fields&sendsSDK != 0 {
		b = append(append(append(b, `,"sdk":"`...), cl.sdk...), '"')
	}
	if c.channel != 0 {
		b = append(append(append(b, `,"channel":"`...), channels[c.channel]...), '"')
	}
	b = append(append(append(b, `,"model":"`...), models[c.model]...), '"')
	if c.fields&sendsEndpoint != 0 {
		b = append(append(append(b, `,"endpoint":"`...), endpoints[int(c.shape)%len(endpoints)]...), '"')
	}
	b = strconv.AppendUint(append(b, `,"tokens_in":`...), uint64(c.tokensIn), 10)
	b = strconv.AppendUint(append(b, `,"tokens_out":`...), uint64(c.tokensOut), 10)
	if c.fields&sendsMax != 0 {
		b = append(append(b, `,"max_tokens":`...), sh.maxTokens...)
	}
	if c.fields&sendsTemperature != 0 {
		b = append(append(b, `,"temperature":`...), sh.temperature...)
	}
	b = strconv.AppendUint(append(b, `,"latency_ms":`...), uint64(c.latency), 10)
	b = strconv.AppendUint(append(b, `,"status":`...), uint64(c.status), 10)
	b = appendSession(append(b, `,"session_id":"`...), w.seed, c.session)
	b = append(b, '"')
	if c.user >= 0 {
		b = append(append(append(b, `,"end_user":"`...), w.users[c.user]...), '"')
	}
	if c.tag >= 0 {
		b = append(append(append(b, `,"tags":"`...), w.tags[c.tag]...), '"')
	}
	if lo&255 == 0 { // a small sample has its text
		b = w.appendPrompt(append(b, `,"prompt_text":"`...), c)
		b = append(b, '"')
	}
	b = append(appendHex(append(b, `,"prompt_hash":"`...), c.prompt, 16), '"')
	if c.template >= 0 {
		b = append(append(append(b, `,"template_hash":"`...), w.templates[c.template]...), '"')
	}
	if c.fields&keepsCompletion != 0 && c.status == 200 {
		b = append(appendHex(append(b, `,"completion_hash":"`...), mix(c.prompt^hi), 16), '"')
	}
	q.line = append(b, '}', '\n')
	return q.line
}

// appendSession appends a session's name: its number behind a permutation of
// 32 bits, so that the names are all different and say nothing.
func appendSession(b []byte, seed uint64, n int32) []byte {
	x := uint32(n) ^ uint32(mix(seed))
	x = (x ^ x>>16) * 0x7feb352d
	x = (x ^ x>>15) * 0x846ca68b
	x ^= x >> 16
	return appendHex(append(b, 's'), uint64(x)<<32, 8)
}

// What the prompts of a kind of use begin with. The sample is there so that
// searching text has something to find.
var openings = [...]string{
	shapeChat:      "Please help me put this into better words: note ",
	shapeCode:      "Explain why this function fails, and mend it: snippet ",
	shapeAgent:     "You have these tools. Decide on the next step for ticket ",
	shapeApp:       "Extract the fields as JSON from document ",
	shapeReasoning: "Solve the task, then write out the reasoning step by step. Task ",
	shapeGrading:   "Grade the answer by the rubric from 1 to 10. Answer ",
	shapeBenchmark: "Answer with the letter only. Question ",
	shapeHomework:  "Give me feedback on my draft of exercise ",
}

func (w *world) appendPrompt(b []byte, c *call) []byte {
	b = append(b, openings[c.shape]...)
	return strconv.AppendUint(b, c.prompt>>44, 10)
}
