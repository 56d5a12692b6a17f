package viewmodel

import (
	"os/user"
	"slices"
	"strconv"
	"strings"
	"time"

	"casebench/casepackage"
)

// Keep holds what a person prefers from one start to the next. The window backs it
// with what the toolkit offers.
type Keep interface {
	String(key string) string
	SetString(key, value string)
}

// Appearance is whether the window is dark or light.
type Appearance string

// The appearances.
const (
	FollowSystem Appearance = "system"
	AlwaysDark   Appearance = "dark"
	AlwaysLight  Appearance = "light"
)

// The bounds of the scale, in per cent, and its step.
const (
	SmallestScale = 80
	LargestScale  = 160
	ScaleStep     = 10
)

// Preferences are what a person prefers, whichever case is open. Every Set is kept
// at once; the window observes what it needs.
type Preferences struct {
	Appearance   *Value[Appearance]
	HighContrast *Value[bool]
	Scale        *Value[int]    // per cent
	Zone         *Value[string] // "UTC", "local" or an IANA name
	By           *Value[string] // the investigator's name, recorded with every act
	Profile      *Value[string] // of a new export
	SigningKey   *Value[string] // path of the key proposed for signing; never the key
	LockAfter    *Value[int]    // minutes until an idle encrypted case is locked; 0 is never

	keep Keep
}

// NewPreferences reads what was kept. What is missing or makes no sense gets its
// default.
func NewPreferences(keep Keep) *Preferences {
	p := &Preferences{keep: keep,
		Appearance:   Of(FollowSystem),
		HighContrast: Of(keep.String("contrast") == "high"),
		Scale:        Of(100),
		Zone:         Of("UTC"),
		By:           Of(keep.String("by")),
		Profile:      Of(string(casepackage.Legal)),
		SigningKey:   Of(keep.String("key")),
		LockAfter:    Of(usualLock),
	}
	switch a := Appearance(keep.String("theme")); a {
	case AlwaysDark, AlwaysLight:
		p.Appearance.Set(a)
	}
	if n, err := strconv.Atoi(keep.String("scale")); err == nil {
		p.Scale.Set(clampScale(n))
	}
	if z := keep.String("zone"); z != "" && ZoneByName(z) != nil {
		p.Zone.Set(z)
	}
	if k, err := casepackage.ParseProfile(keep.String("profile")); err == nil {
		p.Profile.Set(string(k))
	}
	if n, err := strconv.Atoi(keep.String("lock")); err == nil && slices.Contains(LockChoices(), n) {
		p.LockAfter.Set(n)
	}
	if p.By.Get() == "" {
		p.By.Set(systemName())
	}
	p.Appearance.Follow(func(a Appearance) { keep.SetString("theme", string(a)) })
	p.HighContrast.Follow(func(on bool) { keep.SetString("contrast", map[bool]string{true: "high"}[on]) })
	p.Scale.Follow(func(n int) { keep.SetString("scale", strconv.Itoa(n)) })
	p.Zone.Follow(func(z string) { keep.SetString("zone", z) })
	p.By.Follow(func(name string) { keep.SetString("by", name) })
	p.Profile.Follow(func(name string) { keep.SetString("profile", name) })
	p.SigningKey.Follow(func(path string) { keep.SetString("key", path) })
	p.LockAfter.Follow(func(n int) { keep.SetString("lock", strconv.Itoa(n)) })
	return p
}

// usualLock is after how many minutes an idle case is locked where nothing was said.
const usualLock = 15

// SetScale changes the scale to the nearest step within its bounds.
func (p *Preferences) SetScale(percent int) { p.Scale.Set(clampScale(percent)) }

func clampScale(n int) int {
	n = (n + ScaleStep/2) / ScaleStep * ScaleStep
	return min(max(n, SmallestScale), LargestScale)
}

// SetZone changes the zone in which times are shown. Why not, in a sentence, or "".
func (p *Preferences) SetZone(name string) (why string) {
	name = strings.TrimSpace(name)
	if ZoneByName(name) == nil {
		return "There is no time zone of this name. Write one such as Europe/Vilnius."
	}
	p.Zone.Set(name)
	return ""
}

// SetBy changes the investigator's name. Why not, in a sentence, or "".
func (p *Preferences) SetBy(name string) (why string) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "Every act is recorded with a name; this one cannot be empty."
	}
	p.By.Set(name)
	return ""
}

// Location returns the zone in which times are shown.
func (p *Preferences) Location() *time.Location {
	if z := ZoneByName(p.Zone.Get()); z != nil {
		return z
	}
	return time.UTC
}

// ZoneByName returns "UTC", "local" or a zone by its IANA name; nil when there is
// none of that name.
func ZoneByName(name string) *time.Location {
	switch strings.ToLower(name) {
	case "utc":
		return time.UTC
	case "local":
		return time.Local
	case "":
		return nil
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return z
}

// systemName is what the system calls the person who is signed in.
func systemName() string {
	u, err := user.Current()
	switch {
	case err != nil:
		return "investigator"
	case strings.TrimSpace(u.Name) != "":
		return strings.TrimSpace(u.Name)
	}
	return u.Username
}
