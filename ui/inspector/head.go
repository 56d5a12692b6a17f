package inspector

import (
	"strings"

	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// fillHead makes what stands above the scroll: title, star and menu, identifiers,
// badges and tags.
func (p *Pane) fillHead(page *viewmodel.InspectPage) {
	ready := page.State == viewmodel.InspectReady
	tools := widgets.NewRow(12)
	if ready {
		star := keyed(p, "star", newMark("star", "Star", theme.Text3, p.vm.Star))
		if page.Starred {
			star.icon, star.label, star.token = "star-filled", "Take the star off", theme.Selection
		}
		tools.Add(star)
	}
	if ready && len(page.Menu) > 0 {
		menu := fyne.NewMenu("")
		for _, a := range page.Menu {
			menu.Items = append(menu.Items, fyne.NewMenuItem(a.Label, a.Do))
		}
		var more *tap
		more = keyed(p, "more", newMark("more", "More", theme.Text2, func() { widgets.PopMenu(menu, more) }))
		tools.Add(more)
	}
	p.head.Add(inset(apart(widgets.NewCut(page.Title, widgets.Title), tools)))
	if page.Subject != "" {
		subject := widgets.NewParagraph(page.Subject, widgets.MonoSmall)
		subject.MaxLines = 2
		p.head.Add(inset(subject))
	}
	p.badges(page, ready)
	if page.State == viewmodel.InspectLoading {
		p.head.Add(inset(widgets.NewCut("Reading…", widgets.Small)))
	}
}

// badges are what is said in a word; then the tags, each with a cross, and a way to
// add more.
func (p *Pane) badges(page *viewmodel.InspectPage, ready bool) {
	row := flowing()
	for _, b := range page.Badges {
		if label, ok := strings.CutPrefix(b.Text, "TLP:"); ok {
			row.Add(widgets.NewTLP(label))
			continue
		}
		row.Add(widgets.NewBadge(b.Text, b.Token))
	}
	if len(page.Badges) > 0 && len(page.Tags) > 0 {
		p.head.Add(inset(row))
		row = flowing()
	}
	for _, t := range page.Tags {
		row.Add(keyed(p, "tag:"+t, widgets.NewChip(t, nil, func() { p.vm.Untag(t) })))
	}
	if ready {
		row.Add(keyed(p, "tag", newLink("+ tag", p.vm.Tag)))
	}
	if len(row.Objects) > 0 {
		p.head.Add(inset(row))
	}
}
