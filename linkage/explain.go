package linkage

import (
	"fmt"
	"strings"
	"time"

	"casebench/casefile"
)

// Explanation is a link in words and numbers.
type Explanation struct {
	Prior casefile.Bits // the weight before any evidence
	Bars  []Bar         // heaviest first
	Text  string        // one plain paragraph
}

// Bar is one step of the waterfall.
type Bar struct {
	Evidence casefile.Evidence
	Sum      casefile.Bits // weight so far, prior included
	Text     string        // one sentence
}

// Names are the two accounts of a link as people write them.
type Names struct{ A, B string }

// Explain puts a link's comparison in order and in words. It says what was set
// aside, and never that anyone did wrong.
func Explain(l *casefile.Link, names Names, model *Model) Explanation {
	e := Explanation{Prior: odds(model.Prior)}
	sum := e.Prior
	for i := range l.Evidence {
		ev := &l.Evidence[i]
		sum += ev.Bits
		e.Bars = append(e.Bars, Bar{Evidence: *ev, Sum: sum, Text: "They " + sentence(ev) + "."})
	}
	said, context := phrases(l.Evidence)
	var b strings.Builder
	fmt.Fprintf(&b, "%s and %s are linked %s: weight %s bits, match probability %s. ", names.A, names.B, adverb(l.Strength), l.Weight, chance(l))
	if len(said) > 0 {
		fmt.Fprintf(&b, "The two accounts %s. ", list(said))
	}
	if len(context) > 0 {
		fmt.Fprintf(&b, "They also %s; this adds nothing to the weight. ", list(context))
	}
	if len(l.Suppressed) > 0 {
		fmt.Fprintf(&b, "Set aside and not counted: %s. ", list(asides(l.Suppressed)))
	}
	b.WriteString(why(l, model))
	e.Text = strings.TrimSpace(b.String())
	return e
}

// phrases says each signal once, with the number of further values of it: first
// those that count, then mere context.
func phrases(evidence []casefile.Evidence) (said, context []string) {
	for i := range evidence {
		first := &evidence[i]
		more, bits := -1, casefile.Bits(0)
		for j := range evidence {
			if e := &evidence[j]; e.Signal == first.Signal && (e.Bits > 0) == (first.Bits > 0) {
				if j < i {
					more = -2 // said already
					break
				}
				more, bits = more+1, bits+e.Bits
			}
		}
		if more < -1 {
			continue
		}
		s := sentence(first)
		if more > 0 {
			s += fmt.Sprintf(", and share %d more of the kind", more)
		}
		if first.Bits > 0 {
			said = append(said, fmt.Sprintf("%s (%s bits)", s, bits))
		} else {
			context = append(context, s)
		}
	}
	return said, context
}

func adverb(s casefile.Strength) string {
	switch s {
	case casefile.Strong:
		return "strongly"
	case casefile.Moderate:
		return "moderately"
	}
	return "weakly"
}

func chance(l *casefile.Link) string {
	p := l.Probability()
	if p > 0.9999 {
		return "above 0.9999"
	}
	return fmt.Sprintf("%.4f", p)
}

// why says what the strength rests on.
func why(l *casefile.Link, model *Model) string {
	switch {
	case l.Strength == casefile.Strong:
		text := fmt.Sprintf("The link is strong because %d independent families (%s) each give %s bits or more. It says that the accounts act together, not why.",
			len(l.Families), families(l.Families), model.FamilyBits)
		if l.Weight < model.Upper {
			text += fmt.Sprintf(" The whole weighs less than %s bits, though, so it holds no strong cluster together.", model.Upper)
		}
		return text
	case len(l.Families) == 1:
		return fmt.Sprintf("It is not strong: only one family (%s) gives %s bits or more, and what one family shows can have one innocent cause.",
			families(l.Families), model.FamilyBits)
	case len(l.Families) == 0:
		return fmt.Sprintf("It is not strong: no family gives %s bits or more.", model.FamilyBits)
	}
	return fmt.Sprintf("It is not strong: %s may each have an innocent cause, and no signal among them may carry a link alone; or they fail together.", families(l.Families))
}

func families(fs []casefile.Family) string {
	var names []string
	for _, f := range fs {
		names = append(names, string(f))
	}
	return list(names)
}

// sentence says what one piece of evidence means, after "the two accounts".
func sentence(e *casefile.Evidence) string {
	did := "share the same " + e.Class
	switch e.Signal {
	case "payment":
		did = "paid with the same " + e.Class
	case "billing":
		did = "gave the same billing address"
	case "bin":
		did = "paid with cards of one range"
	case "device":
		did = "were used from the same device"
	case "phone":
		did = "gave the same telephone number"
	case "phone_prefix":
		did = "gave telephone numbers of one range"
	case "email":
		did = "gave the same e-mail address"
	case "email_pattern":
		did = "have e-mail addresses of one pattern"
	case "email_domain":
		did = "have e-mail addresses at one domain"
	case "address":
		did = "used the same " + e.Class
	case "signup_address":
		did = "were opened from the same address"
	case "prefix":
		did = "used addresses in one range"
	case "template":
		did = "send much of their traffic through the same prompt template"
	case "end_user":
		did = "name the same end user in requests"
	case "tags":
		did = "put the same tag on requests"
	case "api_key":
		did = "used the same API key"
	case "referrer":
		did = "came through the same referrer"
	case "invited_by":
		did = "were invited by the same account or one by the other"
	case "handover":
		return handoverSentence(e)
	case "ja4", "user_agent", "sdk":
		did = "use the same " + e.Class
	}
	return did + ", which " + others(e.SharedBy)
}

func handoverSentence(e *casefile.Evidence) string {
	times := "once"
	if e.Count > 1 {
		times = fmt.Sprintf("%d times", e.Count)
	}
	if e.Count == 1 && e.Last > e.First {
		return fmt.Sprintf("followed each other: %s %s, %s later", e.Class, times, time.Duration(e.Last-e.First).Round(time.Second))
	}
	return fmt.Sprintf("followed each other: %s, %s", e.Class, times)
}

func others(sharedBy int) string {
	switch n := sharedBy - 2; {
	case n <= 0:
		return "no other account shows"
	case n == 1:
		return "only one other account shows"
	default:
		return fmt.Sprintf("%d other accounts show", n)
	}
}

func asides(list []casefile.Suppressed) []string {
	var out []string
	for _, s := range list {
		why := "it is shared by too many to say anything"
		switch s.Reason {
		case "known_shared":
			why = "it is on the list of values that honest accounts share"
		case "public":
			why = "anybody may have it"
		case "without":
			why = "the signal was left out"
		}
		out = append(out, fmt.Sprintf("%s %s (%d accounts; %s)", article(s.Class), s.Class, s.SharedBy, why))
	}
	return out
}

// article is "an" before a word that begins with the sound of a vowel: "an address",
// "an IPv4 address", but "a user agent". Names of capitals are spelt: "an SDK".
func article(class string) string {
	if class == "" {
		return "a"
	}
	vowels := "aeioAEIO"
	if len(class) > 1 && class[1] >= 'A' && class[1] <= 'Z' {
		vowels = "AEFHILMNORSX"
	}
	if strings.IndexByte(vowels, class[0]) >= 0 {
		return "an"
	}
	return "a"
}

// list joins words with commas and a last "and".
func list(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
