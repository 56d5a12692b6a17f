package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"casebench/internal/fault"
)

// cli is every verb with its flags. The order is the order of the help.
type cli struct {
	JSON           bool     `help:"Print one JSON object on standard output."`
	Quiet          bool     `help:"No progress and no remarks on standard error."`
	As             string   `help:"Who does this; goes into the audit log." default:"${by}" placeholder:"NAME"`
	PassphraseFile string   `help:"Read a passphrase from this file instead of asking." placeholder:"FILE"`
	Identity       []string `help:"Open an encrypted case with the age key in this file." placeholder:"FILE"`

	Open       openCmd       `cmd:"" default:"withargs" hidden:""`
	Demo       demoCmd       `cmd:"" help:"Write a synthetic investigation with known truth."`
	Sample     sampleCmd     `cmd:"" help:"Make the sample case and do the whole main job on it."`
	New        newCmd        `cmd:"" help:"Create a case."`
	Formats    formatsCmd    `cmd:"" help:"List what can be imported, and what each format can and cannot prove."`
	Import     importCmd     `cmd:"" help:"Import logs and indicators; creates the case if it is not there."`
	Drafts     draftsCmd     `cmd:"" help:"List imports that were cut off, or drop one."`
	Join       joinCmd       `cmd:"" help:"Bring logs of the same requests together by their request id, and count what found its other half."`
	Sources    sourcesCmd    `cmd:"" help:"List the imported sources."`
	Rejects    rejectsCmd    `cmd:"" help:"List the rows that could not be read, and defects of what was kept."`
	Query      queryCmd      `cmd:"" help:"Search events."`
	Searches   searchesCmd   `cmd:"" help:"List the searches that were made, as the tree that they grew, or say something of one."`
	Views      viewsCmd      `cmd:"" help:"List the saved views."`
	View       viewCmd       `cmd:"" help:"Run a saved view; --save keeps one, --rename and --withdraw change it."`
	Accounts   accountsCmd   `cmd:"" help:"List accounts with measures."`
	Link       linkCmd       `cmd:"" help:"Compute links, clusters and assessments as one recorded run."`
	Clusters   clustersCmd   `cmd:"" help:"List the clusters of the newest run."`
	Cluster    clusterCmd    `cmd:"" help:"Show one cluster in full."`
	Why        whyCmd        `cmd:"" help:"Explain one link, in words and numbers, with source rows."`
	Indicators indicatorsCmd `cmd:"" help:"List partners' indicators, and review them: accept, keep as context, refuse."`
	Match      matchCmd      `cmd:"" help:"Match indicators against the case."`
	Enrich     enrichCmd     `cmd:"" help:"Look addresses, domains and indicators up in databases and lists that you bring; without files, list the runs."`
	Annotate   annotateCmd   `cmd:"" help:"Tag, star or note anything in the case."`
	Decide     decideCmd     `cmd:"" help:"Record your verdict on a pair of accounts."`
	Exhibit    exhibitCmd    `cmd:"" help:"Give a thing a permanent exhibit number."`
	Reveal     revealCmd     `cmd:"" help:"Show raw content; the act is logged."`
	Undo       undoCmd       `cmd:"" help:"Take back the newest change."`
	Redo       redoCmd       `cmd:"" help:"Do again what was taken back."`
	Log        logCmd        `cmd:"" help:"Show the audit log."`
	Hold       holdCmd       `cmd:"" help:"Set, lift or list legal holds: while one stands, nothing can be purged."`
	Retention  retentionCmd  `cmd:"" help:"Say until when the case is to be kept; without flags, list the days that matter."`
	Seal       sealCmd       `cmd:"" help:"Freeze a revision, so that it can be proven unchanged; work goes on in the next."`
	Purge      purgeCmd      `cmd:"" help:"Take withdrawn sources out for good: the only deletion; asks and records."`
	Check      checkCmd      `cmd:"" help:"Check the case file for inconsistencies."`
	Repair     repairCmd     `cmd:"" help:"Save what can be saved of a damaged case into a new one."`
	Render     renderCmd     `cmd:"" help:"Draw the graph as a figure."`
	Export     exportCmd     `cmd:"" help:"Write the case package."`
	Verify     verifyCmd     `cmd:"" help:"Verify a case or a package; names the first thing that is wrong."`
	Recompute  recomputeCmd  `cmd:"" help:"Run linkage again from a package's own data and compare."`
	Keygen     keygenCmd     `cmd:"" help:"Make a signing key, or a key that opens cases."`
	Keys       keysCmd       `cmd:"" help:"Who may open an encrypted case: list, add, change, remove, revoke."`
	Doctor     doctorCmd     `cmd:"" help:"Say what this program and machine can do."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// helpShown leaves kong when help was printed.
type helpShown struct{}

// run is the whole program as a function that tests can call.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	var c cli
	out := &output{w: &answer{Writer: stdout}, err: stderr, json: slices.Contains(args, "--json"), quiet: slices.Contains(args, "--quiet")}
	parser, err := kong.New(&c,
		kong.Name("workbench"),
		kong.Description("Casebench: an offline workbench for investigators of adversarial distillation.\n\n"+
			"Without a verb it opens its window: workbench [CASE].\n\n"+
			"A REF is account:ID, event:SOURCE/ROW, link:A,B, cluster:ID, source:N, indicator:ID, exhibit:N or finding:N.\n\n"+exitHelp),
		kong.Vars{"by": userName()},
		kong.Writers(stdout, stderr),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Exit(func(int) { panic(helpShown{}) }),
	)
	if err != nil {
		return out.fail(fmt.Errorf("build the command line: %w", err))
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(helpShown); !ok {
				panic(r)
			}
			code = exitOK
		}
	}()
	k, err := parser.Parse(helpAsked(args))
	if err != nil {
		return out.fail(usageFault(args, err))
	}
	out.json, out.quiet = c.JSON, c.Quiet
	env := &env{ctx: ctx, cli: &c, out: out, stdin: stdin}
	return out.finish(ctx, k.Run(env))
}

// helpAsked reads `help` and `help VERB` as people type them who do not know yet.
func helpAsked(args []string) []string {
	if len(args) == 0 || args[0] != "help" {
		return args
	}
	return append(slices.Clone(args[1:]), "--help")
}

// usageFault turns a parse error into a sentence with a next step.
func usageFault(args []string, err error) error {
	hint := "See `workbench --help`."
	var pe *kong.ParseError
	if errors.As(err, &pe) && pe.Context != nil && pe.Context.Command() != "" {
		verb, _, _ := strings.Cut(pe.Context.Command(), " ")
		hint = fmt.Sprintf("See `workbench %s --help`.", verb)
	}
	msg := err.Error()
	if msg != "" {
		msg = strings.ToUpper(msg[:1]) + msg[1:] + "."
	}
	return fault.New(fault.Usage, msg, hint, nil)
}
