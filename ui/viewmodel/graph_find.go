package viewmodel

import "fmt"

// AskFind asks for a name and brings the account into the middle of the picture.
func (g *Graph) AskFind() {
	g.bench.Ask(Question{Title: "Find an account in the graph", Label: "Account", Confirm: "Find",
		Explain: "A whole name, or the part of one that you know.", Then: func(text, _ string) { g.LookFor(text) }})
}

// LookFor brings the account of a name into the middle of the picture, or the first
// whose name holds the text, and says what it found.
func (g *Graph) LookFor(text string) {
	b := g.bench
	if b.Tab.Get() != TabGraph {
		b.Tab.Set(TabGraph)
	}
	if g.GoTo(text) {
		return
	}
	names := g.Find(text)
	switch {
	case len(names) == 0:
		b.Say("No account in the graph is called “"+cutText(text, longestChip)+"”.", false)
	case !g.GoTo(names[0]):
		b.Say(names[0]+" is not in the picture.", false)
	case len(names) > 1:
		b.Say(fmt.Sprintf("%s is shown; %s hold “%s”.", names[0], counted(int64(len(names)), "name"), cutText(text, longestChip)), false)
	}
}
