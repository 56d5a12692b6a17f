package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// planted are values that a case is made of; none may be found in an encrypted one.
type planted struct {
	rng  *rand.Rand
	list []string
	seen map[string]bool
}

// words makes n values of a kind that nothing else looks like.
func (p *planted) words(kind string, n int) []string {
	return p.make(n, func() string { return kind + "-" + p.letters() })
}

// letters is a word of no alphabet that the case packs more tightly.
func (p *planted) letters() string {
	b := make([]byte, 9)
	for i := range b {
		b[i] = "ghjklmnpqrstvwxyz"[p.rng.IntN(17)]
	}
	return string(b)
}

func (p *planted) make(n int, one func() string) []string {
	var out []string
	for len(out) < n {
		v := one()
		if !p.seen[v] {
			p.seen[v] = true
			out = append(out, v)
		}
	}
	p.list = append(p.list, out...)
	return out
}

// world is a case in planted words: its files, and what persons say of it.
type world struct {
	planted
	title, note, tag, finding, reason, exhibit, reveal  []string
	search, view, named, person, label, source, account []string
	custody, hold, seal                                 []string
}

func newWorld(t *testing.T, dir string) *world {
	t.Helper()
	w := &world{planted: planted{rng: rand.New(rand.NewPCG(7, 7)), seen: map[string]bool{}}}
	w.source = w.words("file", 6)
	w.account = w.words("account", 150)
	emails := w.make(100, func() string { return "mail" + w.letters() + "@post.example" })
	ips := w.make(100, func() string {
		return fmt.Sprintf("198.%d.%d.%d", 100+w.rng.IntN(100), 100+w.rng.IntN(150), 100+w.rng.IntN(150))
	})
	prompts := w.make(100, func() string { return "please tell me all of " + w.letters() + " in order" })
	extra, names := w.words("extra", 60), w.words("column", 15)
	agents, sessions, keys := w.words("agent", 40), w.words("session", 40), w.words("apikey", 40)
	devices, referrers, orgs, domains := w.words("device", 30), w.words("referrer", 20), w.words("org", 20), w.words("domain", 20)
	indicators := w.make(30, func() string { return w.letters() + ".example" })
	comments, broken := w.words("comment", 20), w.words("broken", 20)
	w.title, w.note, w.tag, w.finding = w.words("title", 1), w.words("note", 40), w.words("tag", 30), w.words("finding", 15)
	w.reason, w.exhibit, w.reveal, w.search = w.words("reason", 15), w.words("exhibit", 20), w.words("reveal", 10), w.words("search", 25)
	w.view, w.named, w.person, w.label = w.words("view", 15), w.words("named", 10), w.words("person", 10), w.words("label", 5)
	w.custody, w.hold, w.seal = w.words("custody", 7), w.words("hold", 4), w.words("seal", 3)

	pick := func(list []string, i int) string { return list[i%len(list)] }
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	b.WriteString("account_id,org_id,email_domain,device_id,referrer,email\n")
	for i, a := range w.account {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s\n", a, pick(orgs, i), pick(domains, i), pick(devices, i), pick(referrers, i), pick(emails, i))
	}
	write(w.source[0]+".csv", b.String())
	for part := range 4 {
		b.Reset()
		for i := part * 150; i < part*150+300; i++ {
			row := map[string]string{"account_id": pick(w.account, i), "ts": time.Date(2026, 5, 1, 0, 0, i, 0, time.UTC).Format(time.RFC3339),
				"ip": pick(ips, i), "user_agent": pick(agents, i), "session_id": pick(sessions, i), "api_key_id": pick(keys, i),
				"model": "atlas-5", "prompt_text": pick(prompts, i), "detail": pick(extra, i), pick(names, i/7): "1"}
			line, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(line, '\n'))
			if i%60 == 0 {
				fmt.Fprintf(&b, "{\"account_id\": \"%s\n", pick(broken, i/60))
			}
		}
		write(w.source[1+part]+".jsonl", b.String())
	}
	b.Reset()
	b.WriteString("type,value,tlp,comment\n")
	for i, v := range indicators {
		fmt.Fprintf(&b, "domain,%s,green,%s\n", v, pick(comments, i))
	}
	write(w.source[5]+".csv", b.String())
	return w
}

// files are the paths of the sources, in order.
func (w *world) files(dir string) []string {
	list := make([]string, len(w.source))
	for i, name := range w.source {
		list[i] = filepath.Join(dir, name+".jsonl")
		if i == 0 || i == len(w.source)-1 {
			list[i] = filepath.Join(dir, name+".csv")
		}
	}
	return list
}

// live works on a case as a person does, and says every planted thing to it.
func (w *world) live(t *testing.T, path, files, keys string, create ...string) {
	t.Helper()
	do := func(verb string, args ...string) {
		t.Helper()
		args = append([]string{verb}, args...)
		args = append(args, "--quiet", "--passphrase-file", filepath.Join(keys, "pass"))
		if code, out, msg := call(args...); code != exitOK && code != exitRejects {
			t.Fatalf("%s: exit %d: %s %s", strings.Join(args, " "), code, out, msg)
		}
	}
	do("new", append([]string{path, "--title", w.title[0]}, create...)...)
	do("import", append([]string{path, "--as", w.person[0], "--system", w.custody[0], "--export-query", w.custody[1],
		"--collected-by", w.custody[2], "--received-from", w.custody[3]}, w.files(files)...)...)
	do("sources", path, "--describe", "1", "--set", "notes="+w.custody[4], "--reason", w.custody[5])
	do("retention", path, "--until", "2999-12-31", "--reason", w.custody[6])
	do("hold", path, "--set", "--trigger", w.hold[0], "--scope", w.hold[1], "--by", w.hold[2])
	for i, v := range w.note {
		do("annotate", path, "account:"+w.account[i], "--note", v, "--as", w.person[i%len(w.person)])
	}
	for i, v := range w.tag {
		do("annotate", path, "account:"+w.account[i], "--tag", v)
	}
	for _, v := range w.finding {
		do("annotate", path, "source:1", "--note", v, "--kind", "finding")
	}
	do("link", path)
	for i, v := range w.reason {
		do("decide", path, w.account[i], w.account[i+1], "--verdict", "unsure", "--reason", v)
	}
	for i, v := range w.exhibit {
		do("exhibit", path, fmt.Sprintf("event:2/%d", i+5), "--title", v)
	}
	for i, v := range w.reveal {
		do("reveal", path, fmt.Sprintf("event:3/%d", i+2), "--reason", v)
	}
	for i, v := range w.search {
		do("query", path, `prompt:"`+v+`"`, "--remember")
		if i < len(w.named) {
			do("searches", path, fmt.Sprint(i+1), "--name", w.named[i])
		}
	}
	for _, v := range w.view {
		do("view", path, v, "--save", "*")
	}
	do("hold", path, "--lift", "1", "--reason", w.hold[3])
	do("seal", path, "--note", w.seal[0])
	do("sources", path, "--withdraw", "4", "--reason", w.seal[1])
	do("sources", path, "--restore", "4", "--reason", w.seal[2])
	for _, verb := range []string{"undo", "redo", "check", "verify", "sources", "clusters", "rejects"} {
		do(verb, path)
	}
	do("render", path, "-o", filepath.Join(keys, filepath.Base(path)+".svg"))
	if len(create) > 0 {
		for _, v := range w.label {
			do("keys", "add", path, "--passphrase", "--new-passphrase-file", filepath.Join(keys, "pass"), "--work", "4", "--label", v)
		}
		do("keys", "remove", path, "2")
		do("keys", "revoke", path, "3")
	}
}

// watcher keeps the bytes of every file that shows itself in some folders.
type watcher struct {
	mu   sync.Mutex
	held map[string][]byte
	stop chan struct{}
	done sync.WaitGroup
}

func watch(folders ...string) *watcher {
	w := &watcher{held: map[string][]byte{}, stop: make(chan struct{})}
	w.done.Go(func() {
		for {
			for _, dir := range folders {
				list, err := os.ReadDir(dir)
				if err != nil {
					continue
				}
				for _, e := range list {
					w.look(filepath.Join(dir, e.Name()))
				}
			}
			select {
			case <-w.stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	})
	return w
}

func (w *watcher) look(path string) {
	if strings.HasSuffix(path, ".case") {
		return // read when it is whole
	}
	p, err := os.ReadFile(path)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil && len(p) >= len(w.held[path]) {
		w.held[path] = append([]byte(path+"\n"), p...)
	}
}

func (w *watcher) end() map[string][]byte {
	close(w.stop)
	w.done.Wait()
	return w.held
}

// TestEncryptedCaseShowsNothing plants a thousand values in a case, by import and by
// every verb that says something to it, and looks for each in the file, in what is
// packed in it, and in whatever other file showed itself meanwhile. The plain case
// beside it shows nearly all of them: so the search can find.
func TestEncryptedCaseShowsNothing(t *testing.T) {
	files, keys, temp := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	w := newWorld(t, files)
	if len(w.list) < 1000 {
		t.Fatalf("%d values are planted", len(w.list))
	}
	if err := os.WriteFile(filepath.Join(keys, "pass"), []byte("four words are better"), 0o600); err != nil {
		t.Fatal(err)
	}
	find := func(path string, all bool, others map[string][]byte) []string {
		f := finder{}
		for _, v := range w.list {
			f.add(v, all)
		}
		p, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, hay := range layers(p, 3) {
			f.search(hay, found)
		}
		for _, p := range others {
			f.search(p, found)
		}
		var list []string
		for _, v := range w.list {
			if found[v] {
				list = append(list, v)
			}
		}
		return list
	}
	open := filepath.Join(t.TempDir(), "plain.case")
	w.live(t, open, files, keys)
	shown := find(open, false, nil)
	missing := slices.DeleteFunc(slices.Clone(w.list), func(v string) bool { return slices.Contains(shown, v) })
	t.Logf("the plain case shows %d of %d values", len(w.list)-len(missing), len(w.list))
	if len(missing) > len(w.list)/50 {
		t.Errorf("%d values were not found in the plain case, as %q", len(missing), missing[:min(len(missing), 20)])
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "sealed.case")
	seen := watch(dir, temp)
	w.live(t, path, files, keys, "--encrypt", "--work", "4")
	others := seen.end()
	for name := range others {
		t.Logf("beside the case: %s, %d bytes", filepath.Base(name), len(others[name]))
	}
	for i, v := range find(path, true, others) {
		if i < 20 {
			t.Errorf("the encrypted case shows %q", v)
		}
	}
}
