package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"casebench/assets"
	"casebench/ui/theme"
	"casebench/ui/uitest"
	"casebench/ui/widgets"
)

// TestGallery draws every part into one picture, dark and light, to be looked at:
// CASEBENCH_SHOTS=folder go test -run Gallery ./ui/widgets
func TestGallery(t *testing.T) {
	for _, dark := range []bool{true, false} {
		uitest.App(t, dark)
		t.Log(uitest.Shot(t, gallery(), 1240, 900, dark))
	}
}

func gallery() fyne.CanvasObject {
	nav := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewSection("Sources", "5"),
		row(theme.Good, "requests-0422.jsonl.gz of the front door", "28.8 M", false),
		row(theme.Good, "accounts.csv", "24,031", false), row(theme.Warn, "logins.jsonl", "12 rejects", false),
		widgets.NewSection("Clusters", "RUN 4"),
		row(theme.Cluster1, "C-03 operator-like", "118", true), row(theme.Cluster2, "C-01 pool-like", "64", false),
		row(theme.Cluster3, "C-02 operator-like", "60", false), row(theme.Cluster4, "C-07 unclear", "41", false),
		action(widgets.NewSection("Saved views", "4")), row("", "Release day pivot", "", false), row("", "Hand-over after bans", "", false),
		widgets.NewSection("Findings", "3"), row("", "F1 One operator, 118 accounts", "likely", false),
		widgets.NewListRow(widgets.RowLook{Icon: "account", Text: "acct_7f3a91", Style: widgets.Mono, Right: "12"}, func() {}))
	left := stack(theme.Surface, nav)
	top := widgets.NewColumn(0, tools(), widgets.NewRule(), chips(), widgets.NewRule())
	status := stack(theme.Surface, widgets.NewColumn(0, widgets.NewRule(), statusBar()))
	right := stack(theme.Surface, widgets.NewPadded(12, 14, 12, 14, inspector()))
	tabs := widgets.NewTabs(nil, widgets.Tab{ID: "g", Title: "Graph"}, widgets.Tab{ID: "e", Title: "Events", Count: "8.4 M"},
		widgets.Tab{ID: "a", Title: "Accounts", Count: "24,031"}, widgets.Tab{ID: "c", Title: "Clusters", Count: "11"}, widgets.Tab{ID: "l", Title: "Log"})
	middle := widgets.NewDock(stack(theme.Surface, widgets.NewColumn(0, tabs, widgets.NewRule())), nil, nil, nil,
		stack(theme.Ground, widgets.NewPadded(14, 14, 14, 14, canvasParts())))
	body := widgets.NewSplit(widgets.AtLeft, left, widgets.NewSplit(widgets.AtRight, right, middle, theme.Inspector), theme.Navigator)
	return stack(theme.Ground, widgets.NewDock(stack(theme.Surface, top), status, nil, nil, body))
}

func tools() fyne.CanvasObject {
	search := widgets.NewSearch("search events, accounts, values", "Ctrl F")
	search.SetText("model:atlas-5 AND NOT status:200")
	sel := widgets.NewButton("Select", widgets.Toggle, nil)
	sel.SetOn(true)
	off := widgets.NewButton("Path", widgets.Toggle, nil)
	off.Disable()
	bar := container.New(layout.NewCustomPaddedHBoxLayout(6), widgets.NewButton("Import…", widgets.Primary, nil),
		widgets.NewButton("Undo reject link", widgets.Plain, nil).WithIcon("undo"), widgets.NewButton("", widgets.Plain, nil).WithIcon("redo"),
		sel, widgets.NewButton("Lasso", widgets.Toggle, nil), off)
	return container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12), widgets.NewDock(nil, nil, widgets.NewPadded(0, 12, 0, 0, bar),
		widgets.NewPadded(0, 0, 0, 12, widgets.NewButton("Export package…", widgets.Plain, nil)), search))
}

func chips() fyne.CanvasObject {
	pp := func() {}
	return container.New(layout.NewCustomPaddedLayout(6, 6, 12, 12), container.NewHBox(
		widgets.NewChip("time 22 Apr – 5 Jun 2026", pp, pp), widgets.NewChip("cluster C-03 + 1 hop", pp, pp),
		widgets.NewChip("+ filter", pp, nil), layout.NewSpacer(),
		center(widgets.NewTLP("amber+strict")), center(widgets.NewTLP("TLP:RED")), center(widgets.NewTLP("green")), center(widgets.NewTLP("clear")),
		center(widgets.NewBadge("Privileged track off", ""))))
}

func statusBar() fyne.CanvasObject {
	p := widgets.NewProgress()
	p.Set(0.62)
	return container.New(layout.NewCustomPaddedLayout(0, 0, 14, 14), container.New(layout.NewCustomPaddedHBoxLayout(18), widgets.NewStatusItem("2026-014 · rev 7", "", nil),
		widgets.NewStatusItem("5 of 5 sources verified", theme.Good, func() {}), widgets.NewStatusItem("312 selected", "", nil),
		widgets.NewStatusItem("8,412,077 of 28,811,904 events", "", nil), widgets.NewStatusItem("UTC", "", nil), layout.NewSpacer(),
		widgets.NewStatusItem("Communities", "", nil), widgets.NewSized(120, 0, p), widgets.NewStatusItem("62 % · 4 s left · Esc", "", nil),
		widgets.NewStatusItem("offline · saved 14:02", "", nil)))
}

func inspector() fyne.CanvasObject {
	strong := widgets.NewBadge("strong", theme.Selection)
	head := container.NewBorder(nil, nil, nil, container.NewHBox(widgets.NewIconButton("star-filled", "star", nil), widgets.NewMoreButton("more", nil)), widgets.NewCut("Why linked", widgets.Title))
	verdicts := container.New(layout.NewGridLayoutWithColumns(3), widgets.NewButton("Same", widgets.Good, nil).WithKey("Y"),
		widgets.NewButton("Different", widgets.Plain, nil).WithKey("N"), widgets.NewButton("Unsure", widgets.Plain, nil).WithKey("U"))
	return widgets.NewColumn(8, head, widgets.NewCut("acct_7f3a91 — acct_c20d4e != acct_c20d4e >= 0", widgets.MonoSmall),
		container.NewHBox(strong, widgets.NewBadge("3 families", ""), widgets.NewBadge("31.4 bits", ""), widgets.NewFilledBadge("confirmed", theme.Good)),
		fall("Payment", 0.8, theme.Cluster1, "+12.6"), fall("Hand-over", 0.55, theme.Cluster2, "+8.9"), fall("User agent", 0, theme.Cluster3, "0.0"),
		widgets.NewRule(), container.NewBorder(nil, nil, nil, widgets.NewRight("31.4", widgets.Strong), widgets.NewCut("Total", widgets.Strong)), widgets.NewRule(),
		widgets.NewLabel("In words", widgets.Strong),
		widgets.NewParagraph("The two accounts paid with the same card, which only one other account has used, and one took over within a minute of the other being suspended, four times. Without the card the link would still be strong.", widgets.Secondary),
		verdicts,
		container.NewHBox(widgets.NewButton("Bad", widgets.Bad, nil), widgets.NewButton("+ note", widgets.Link, nil), widgets.NewButton("Quiet", widgets.Quiet, nil).WithIcon("filter"),
			widgets.NewChoice([]string{"likely", "very likely"}, nil)),
		widgets.NewField("Reason", widgets.NewEntry("Why do you say so?", nil), "Kept with the decision; the log shows both."),
		wrong(), ticked(true), ticked(false))
}

func ticked(on bool) fyne.CanvasObject {
	c := widgets.NewCheck("Show what was withdrawn", nil)
	c.SetOn(on)
	return c
}

func wrong() fyne.CanvasObject {
	f := widgets.NewField("Zone", widgets.NewEntry("UTC", nil), "")
	f.SetError("There is no zone of this name.")
	return f
}

func canvasParts() fyne.CanvasObject {
	failed := widgets.NewState(widgets.StateLook{Kind: widgets.Failed, Title: "The links could not be built.",
		Text: "The disk is full. The case was not changed; every source is as it was. Make room and build again.", Details: "write /data/x: no space left on device", Action: "Build again"}, nil)
	empty := widgets.NewState(widgets.StateLook{Kind: widgets.Empty, Title: "No clusters yet", Text: "Build links to see which accounts move together.", Action: "Build links"}, nil)
	var icons []fyne.CanvasObject
	for _, n := range assets.IconNames() {
		icons = append(icons, widgets.NewIcon(n, theme.Text2))
	}
	legend := widgets.NewPanel(container.NewVBox(container.NewHBox(widgets.NewDot(theme.Cluster1), widgets.NewLabel("account, by cluster", widgets.Small)),
		container.NewHBox(widgets.NewIconOf("card", theme.Text2, 12), widgets.NewLabel("payment instrument", widgets.Small))))
	types := container.NewVBox()
	for i, s := range []string{"Body 0123456789", "Strong 0123456789", "Secondary 1111", "Small", "Hint", "Head of a section", "Title", "Mono 0Oo1lI 9c1e", "MonoSmall sha256 9c1e"} {
		types.Add(widgets.NewLabel(s, widgets.Style(i)))
	}
	toast := widgets.NewToast()
	toast.After = nil
	toast.Say("3 accounts tagged", "Undo", func() {})
	return widgets.NewColumn(10, container.NewHBox(widgets.NewButton("Fit", widgets.Plain, nil), widgets.NewMenuButton("Layout", nil), widgets.NewMenuButton("Accounts + shared values", nil)),
		container.NewHBox(container.NewVBox(legend), types),
		container.New(layout.NewGridWrapLayout(fyne.NewSize(22, 22)), icons...),
		container.NewGridWithColumns(2, empty, failed), toast)
}

func fall(name string, share float32, token theme.Token, bits string) fyne.CanvasObject {
	label := widgets.NewSized(120, 0, widgets.NewCut(name, widgets.Body))
	return container.NewBorder(nil, nil, label, widgets.NewSized(48, 0, widgets.NewRight(bits, widgets.Body)), widgets.NewBar(share, token))
}

func row(dot theme.Token, text, right string, current bool) fyne.CanvasObject {
	return widgets.NewListRow(widgets.RowLook{Dot: dot, Text: text, Right: right, Current: current}, func() {})
}

func action(s *widgets.Section) fyne.CanvasObject {
	s.SetAction("plus", "save view", func() {})
	return s
}

func center(o fyne.CanvasObject) fyne.CanvasObject { return widgets.NewMiddle(o) }

func stack(ground theme.Token, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(widgets.NewGround(ground), o)
}

// TestGalleryOfOverlays draws what opens over the window.
func TestGalleryOfOverlays(t *testing.T) {
	for _, dark := range []bool{true, false} {
		uitest.App(t, dark)
		name := map[bool]string{true: "dark", false: "light"}[dark]
		win := uitest.Window(t, gallery(), 1240, 900)
		area := widgets.NewTextArea("What do you see?", 3, nil)
		area.SetText("Same prepaid range as F1; ask billing for the issuer.")
		open := widgets.ShowSheet(win.Canvas(), widgets.Sheet{Title: "Make an exhibit", Primary: "Make exhibit", OnPrimary: func(*widgets.OpenSheet) {},
			Body: widgets.NewColumn(12, widgets.NewField("Title", widgets.NewEntry("Request rows of acct_7f3a91", nil), "As it will stand in the report."),
				widgets.NewField("Note", area, ""), widgets.NewField("Confidence", widgets.NewChoice([]string{"likely", "very likely"}, nil), ""), ticked(true)),
			Others: []*widgets.Button{widgets.NewButton("Learn more", widgets.Link, nil)}})
		t.Log(uitest.Snap(t, win.Canvas(), "sheet "+name))
		open.SetError("An exhibit needs a title.")
		t.Log(uitest.Snap(t, win.Canvas(), "sheet with error "+name))
		open.Close()
		menu := fyne.NewMenu("", fyne.NewMenuItem("Inspect", nil), fyne.NewMenuItem("Why linked…", nil), fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem("Tag", nil), fyne.NewMenuItem("Mark “not the same”", nil))
		menu.Items[3].Checked = true
		menu.Items[4].Disabled = true
		menu.Items[1].ChildMenu = fyne.NewMenu("", fyne.NewMenuItem("x", nil))
		widgets.PopMenuAt(menu, win.Content(), fyne.NewPos(300, 300))
		t.Log(uitest.Snap(t, win.Canvas(), "menu "+name))
	}
}
