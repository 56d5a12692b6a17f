package viewmodel_test

import (
	"strings"
	"testing"

	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// A plain case is encrypted, gets another key, loses the first one, and says so at
// every step.
func TestKeysThroughTheirLife(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	var asked viewmodel.Question
	b.Ask = func(q viewmodel.Question) { asked = q }
	k := viewmodel.NewKeys(b)
	t.Cleanup(k.Close)
	k.Cost = 8
	opens := func(p string) bool { return b.Work.Proves(casework.Passphrase([]byte(p))) == nil }
	entry(t, k.Menu(), "Encrypt this case").Do()
	if _, good := asked.Judge("short"); good || !asked.Secret || !asked.Repeat || !strings.Contains(asked.Explain, "lost case") {
		t.Errorf("%+v", asked)
	}
	asked.Then("the first passphrase", "")
	pump.Until(t, "the case encrypted", func() bool { return b.Work.Encrypted() && len(k.Held.Get().Keys) == 1 && !b.Busy() })
	if !opens("the first passphrase") || !entry(t, k.Menu()[3:4], "Remove").Off {
		t.Error("the last key can be removed, or does not open")
	}
	entry(t, k.Menu(), "Add a passphrase").Do()
	asked.Then("the second passphrase", "")
	pump.Until(t, "two keys", func() bool { return len(k.Held.Get().Keys) == 2 })
	entry(t, k.Menu()[4:5], "Change the passphrase").Do()
	asked.Then("another second one", "")
	pump.Until(t, "the change", func() bool { return !b.Busy() && opens("another second one") })
	if opens("the second passphrase") {
		t.Error("the old passphrase still opens")
	}
	entry(t, k.Menu()[3:4], "Revoke").Do()
	asked.Then("", "")
	pump.Until(t, "one key", func() bool { return !b.Busy() && len(k.Held.Get().Keys) == 1 })
	if opens("the first passphrase") || !opens("another second one") || b.Problem.Get() != nil {
		t.Errorf("after it was revoked: %v", b.Problem.Get())
	}
	entry(t, k.Menu(), "Add a person's key").Do()
	if _, good := asked.Judge("ssh-ed25519 AAAA"); good {
		t.Error("an SSH key is taken for an age key")
	}
	asked.Both("age1notakey", "Bob")
	pump.Until(t, "the refusal", func() bool { return b.Problem.Get() != nil })
}
