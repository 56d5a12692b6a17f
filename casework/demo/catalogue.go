package demo

// client is what a program looks like on the wire.
type client struct {
	agent, sdk, ja4 string
	weight          int // popularity among honest programs
}

// clients lists the programs of this world. A JA4 names the library, so many
// accounts share each; the last ones are rare but not the pools' alone.
var clients = [...]client{
	{"atlas-python/1.42.0", "python/1.42.0", "t13d1812h1_85036bcba153_375ca2c5e164", 260},
	{"atlas-python/1.40.2", "python/1.40.2", "t13d1812h1_85036bcba153_375ca2c5e164", 120},
	{"atlas-node/0.61.0", "node/0.61.0", "t13d1714h1_5b57614c22b0_7baf387fc6ff", 190},
	{"python-requests/2.32", "", "t13d1712h1_ab0a1bf427ad_882d495ac381", 90},
	{"okhttp/4.12.0", "", "t13d1311h2_f57a46bbacb6_ab7e3b40a677", 60},
	{"Go-http-client/2.0", "", "t13d1411h2_cbb2034c60b8_e7c285222651", 50},
	{"chainkit/0.9.4", "python/1.38.1", "t13d1812h1_85036bcba153_6a1bf4d2c3e5", 70},
	{"atlas-cli/2.3.1", "node/0.60.1", "t13d1714h1_5b57614c22b0_14788d8d241b", 80},
	{"node-fetch/3.3", "", "t13d1715h1_5b57614c22b0_3d5424432f57", 40},
	{"relaykit/1.1", "", "t13d1516h2_8daaf6152771_d8a2da3f94cd", 12},
	{"axios/1.7.7", "", "t13d1713h1_2c6f1b80f8c7_1f22a2ca17c4", 18},
	{"atlas-java/0.8.0", "java/0.8.0", "t13d1311h2_f57a46bbacb6_5f04d3a1c8b2", 30},
}

// The clients that parts of the world ask for by name.
const (
	clientFramework = 6
	clientRelay     = 9
	clientAxios     = 10
)

// browsers are what people sign in with.
var browsers = [...]client{
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/136.0", "", "t13d1516h2_8daaf6152771_b0da82dd1658", 45},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", "", "t13d2014h2_a09f3c656075_14788d8d241b", 22},
	{"Mozilla/5.0 (X11; Linux x86_64; rv:138.0) Firefox/138.0", "", "t13d1715h2_5b57614c22b0_3d5424432f57", 12},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_4) Mobile/15E148", "", "t13d2014h2_a09f3c656075_e42f34c56612", 14},
	{"Mozilla/5.0 (Linux; Android 15) Chrome/136.0 Mobile", "", "t13d1516h2_8daaf6152771_02713d6af862", 7},
}

// The models, and the release that pools pivot to.
var models = [...]string{"atlas-4", "atlas-4-mini", "lumen-3", "atlas-latest", "atlas-5"}

const (
	modelLarge = iota
	modelMini
	modelOther
	modelAlias
	modelNew
)

var channels = [...]string{"api", "cloud-a", "cloud-b"}

var endpoints = [...]string{"/v1/chat", "/v1/messages", "/v1/batch"}

// shape is how large a kind of use is: the ranges of tokens, and the limits that
// the client asks for.
type shape struct {
	inLo, inHi, outLo, outHi int
	maxTokens                string
	temperature              string
}

// The shapes of use.
const (
	shapeChat = iota
	shapeCode
	shapeAgent
	shapeApp
	shapeReasoning // long outputs: the shape that harvesting has
	shapeGrading   // long input, a number out: a model used as judge
	shapeBenchmark
	shapeHomework
)

var shapes = [...]shape{
	shapeChat:      {40, 900, 80, 900, "1024", "0.7"},
	shapeCode:      {300, 6000, 150, 2400, "4096", "0.2"},
	shapeAgent:     {1500, 24000, 60, 1200, "8192", "1"},
	shapeApp:       {200, 1500, 40, 500, "512", "0"},
	shapeReasoning: {120, 1400, 700, 3800, "8192", "1"},
	shapeGrading:   {900, 4200, 12, 260, "256", "0"},
	shapeBenchmark: {150, 1100, 20, 1500, "2048", "0"},
	shapeHomework:  {200, 1200, 200, 1600, "2048", "0.7"},
}

// funding words and the generated card ranges; real card numbers do not begin
// with 99.
var bins = [...]struct {
	bin, funding string
	weight       int
}{
	{"990101", "debit", 30}, {"990114", "credit", 24}, {"990127", "credit", 16}, {"990133", "debit", 12},
	{"990148", "debit", 8}, {"990152", "credit", 6}, {"990710", "prepaid", 3}, {"990733", "prepaid", 2}, {"990805", "virtual", 2},
}

var mailDomains = []string{"mail.example", "inbox.example", "post.example", "letter.example.net", "web.example.org"}

// patterns are skeletons of local parts: w a word, d a digit. The first are
// everybody's; the last few are rare, and a pool uses one of them.
var patterns = []string{"w.w", "ww", "wdd", "w.wdd", "w_w", "wdddd", "w", "w.w.w", "wwdd", "w-w", "wddwdd", "wwwdddd", "w.dddddd"}
