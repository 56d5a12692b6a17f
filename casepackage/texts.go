package casepackage

import (
	"bytes"
	"fmt"
	"strings"
)

// The two texts that come with a package, for people who have nothing else.

func (p *packer) readme() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s\n\n", p.id, strings.Repeat("=", len(p.id)))
	if p.marking != "" {
		fmt.Fprintf(&b, "%s. Handle it as that marking says.\n\n", p.marking)
	}
	fmt.Fprintf(&b, `A case package (BagIt 1.0), written %s by %s,
profile "%s".

Start with data/report.html: open it in any browser. It needs no network and
runs no script.

`, instant(p.now), oneLine(p.c.Program), p.o.Profile)
	rows := [][2]string{{"data/report.html", "the report"}}
	if p.o.Profile.userData() {
		rows = append(rows, [][2]string{
			{"data/exhibits/", "the exhibits, byte for byte, and their index"},
			{"data/figures/", "the figures of the report"},
			{"data/graph/", "accounts, links, the evidence behind each link, clusters"},
			{"data/notes/", "what people noted and decided"},
			{"data/custody/", "who did what to which item; the audit log"},
			{"data/method/", "how the links were computed, and what is needed to repeat it"},
			{"data/indicators/", "shared indicators and where they were seen"},
		}...)
		if p.o.Profile == Enforcement {
			rows = append(rows, [2]string{"data/enforcement/", "the account table for review, and accounts to hold back"})
		}
	} else {
		rows = append(rows, [2]string{"data/indicators/", "keyed tokens and coarse bands; no user data"},
			[2]string{"data/method/tool.json", "what wrote this"})
	}
	rows = append(rows, [2]string{"VERIFY.txt", "how to check that nothing was changed"})
	for _, r := range rows {
		fmt.Fprintf(&b, "  %-22s %s\n", r[0], r[1])
	}
	b.WriteString(`
A link is a reason to look, not a verdict. Cells of the CSV files that begin
with an apostrophe are text that a spreadsheet could otherwise have run.
`)
	return b.Bytes()
}

// howTo gives commands that need unzip, coreutils and ssh-keygen alone. They are
// run by a test, word for word.
func (p *packer) howTo() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `How to verify this package
==========================

You need unzip, sha256sum (coreutils) and, for the signature, ssh-keygen
(OpenSSH 8.1 or later). Commands are the lines that begin with a dollar sign;
PACKAGE.zip stands for the name of the file that you were given.

1. Unpack, and go into the folder:

   $ unzip -q PACKAGE.zip
   $ cd %s

2. The tag files are those that the tag manifest names:

   $ sha256sum --check --strict --quiet tagmanifest-sha256.txt

3. The payload is what the manifest names. No output means that all is well:

   $ sha256sum --check --strict --quiet manifest-sha256.txt

4. Nothing was added. This prints nothing:

   $ find data -type f | LC_ALL=C sort > ../found.txt
   $ cut -c 67- manifest-sha256.txt | diff - ../found.txt
`, p.id)
	if s := p.o.Signer; s != nil {
		fmt.Fprintf(&b, `
5. The signature. It covers the tag manifest, which covers everything else:

   $ ssh-keygen -Y verify -f allowed_signers -I %s -n %s -s %s < %s

   It answers: Good "%s" signature for %s ...

   The key in allowed_signers came with the package, so this proves only that
   the package was not changed after it was signed. Compare that line with one
   that reached you by another way before you believe whose key it is.
`, s.Identity(), Namespace, fileSignature, fileTagManifest, Namespace, s.Identity())
	} else {
		b.WriteString(`
This package is not signed. The checks above find accidents; they cannot find a
forger, who could have written new manifests. Ask for the SHA-256 of the zip by
another way, and compare:

   $ sha256sum ../PACKAGE.zip
`)
	}
	if p.o.Profile.userData() {
		fmt.Fprintf(&b, `
The audit log in data/custody/audit.jsonl ends at entry %d with the hash
   %s
which stands in bag-info.txt and in the report as well.
`, p.c.Revision, p.c.Head)
	}
	b.WriteString(`
With Casebench at hand, one command does all of this, and checks the audit chain
and every byte of the zip as well:

   workbench verify PACKAGE.zip --allowed-signers FILE
`)
	return b.Bytes()
}
