package ui

import (
	"context"

	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/viewmodel"
)

// linked reports whether there is a run to draw.
func (d *desk) linked() bool { return d.counts.Counts.Get()[viewmodel.TabClusters] > 0 }

// exportPicture writes the network as a figure, as the report has it.
func (d *desk) exportPicture() {
	b := d.bench
	b.Pick(viewmodel.FilePick{Title: "Export the picture", Kind: viewmodel.PickSave, Extensions: []string{".svg", ".png"}, Start: "network.svg",
		Then: func(paths []string) {
			var said string
			b.Long("Draw the picture", func(ctx context.Context, p progress.Reporter) error {
				r, err := b.Work.Render(ctx, casework.RenderOptions{Path: paths[0], Width: 1600, Height: 1000}, p)
				said = r.Shown
				return err
			}, func(err error) {
				if err != nil {
					b.Fail(err)
					return
				}
				b.Say("The picture is in "+paths[0]+": "+said+".", false)
			})
		}})
}
