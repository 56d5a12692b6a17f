package casepackage

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Names of the tag files.
const (
	fileDeclaration = "bagit.txt"
	fileInfo        = "bag-info.txt"
	fileReadme      = "README.txt"
	fileHowTo       = "VERIFY.txt"
	fileSigners     = "allowed_signers"
	fileManifest    = "manifest-sha256.txt"
	fileTagManifest = "tagmanifest-sha256.txt"
	fileSignature   = "tagmanifest-sha256.txt.sig"
)

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// members lists the payload of the profile, in any order.
func (p *packer) members() []member {
	p.blockPrivileged()
	all := slices.Concat(p.methodMembers(), p.indicatorMembers(), []member{p.reportMember()})
	if p.o.Profile.userData() {
		all = slices.Concat(all, p.custodyMembers(), p.keepingMembers(), p.enforcementMembers(), p.exhibitMembers(), p.figureMembers(), p.graphMembers(), p.noteMembers())
	}
	return all
}

func (p *packer) figureMembers() []member {
	var all []member
	for i := range p.c.Figures {
		f := &p.c.Figures[i]
		base := "data/figures/" + safeName(f.ID)
		for _, form := range []struct {
			ext  string
			data []byte
		}{{".svg", f.SVG}, {".png", f.PNG}, {".recipe.json", []byte(f.Recipe)}} {
			if len(form.data) > 0 {
				all = append(all, member{base + form.ext, func(path string) error { return p.z.put(path, form.data) }})
			}
		}
	}
	return all
}

// info is one line of bag-info.txt.
type info struct{ label, value string }

func (p *packer) bagInfo() []info {
	octets := int64(0)
	for _, s := range p.z.sums {
		octets += s.size
	}
	return []info{
		{"Source-Organization", p.c.Author},
		{"Bagging-Date", p.now.Format("2006-01-02")},
		{"Bagging-Software", p.c.Program},
		{"External-Identifier", p.id},
		{"External-Description", p.title()},
		{"Payload-Oxum", fmt.Sprintf("%d.%d", octets, len(p.z.sums))},
		{"Casebench-Format", strconv.Itoa(formatVersion)},
		{"Casebench-Profile", string(p.o.Profile)},
		{"Casebench-Case", p.c.Case.ID},
		{"Casebench-Marking", p.marking.String()},
		{"Casebench-Written", instant(p.now)},
		{"Audit-Head", p.c.Head},
		{"Audit-Entries", strconv.FormatUint(p.c.Revision, 10)},
	}
}

// title is the case's title where the profile may tell it.
func (p *packer) title() string {
	if !p.o.Profile.userData() {
		return "Indicators for a partner"
	}
	return p.c.Case.Title
}

func renderInfo(all []info) []byte {
	var b strings.Builder
	for _, i := range all {
		if v := oneLine(i.value); v != "" {
			fmt.Fprintf(&b, "%s: %s\n", i.label, v)
		}
	}
	return []byte(b.String())
}

// oneLine makes a value that cannot begin another label.
func oneLine(s string) string {
	return strings.Join(strings.Fields(plain(s)), " ")
}

// renderManifest writes digests and paths, sorted by path.
func renderManifest(all []sum) []byte {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b sum) int { return strings.Compare(a.path, b.path) })
	var b []byte
	for _, s := range all {
		b = hex.AppendEncode(b, s.sha256[:])
		b = append(b, "  "...)
		b = append(b, s.path...)
		b = append(b, '\n')
	}
	return b
}

// tagFiles writes everything outside data/, the signature last.
func (p *packer) tagFiles() error {
	payload := len(p.z.sums)
	manifest := renderManifest(p.z.sums)
	type file struct {
		path string
		data []byte
	}
	files := []file{
		{fileReadme, p.readme()},
		{fileHowTo, p.howTo()},
		{fileInfo, renderInfo(p.bagInfo())},
		{fileDeclaration, []byte(declaration)},
		{fileManifest, manifest},
	}
	if p.o.Signer != nil {
		files = slices.Insert(files, 2, file{fileSigners, []byte(p.o.Signer.AllowedSigners() + "\n")})
	}
	for _, f := range files {
		if err := p.z.put(f.path, f.data); err != nil {
			return err
		}
	}
	tags := renderManifest(p.z.sums[payload:])
	if err := p.z.put(fileTagManifest, tags); err != nil {
		return err
	}
	if p.o.Signer == nil {
		return nil
	}
	signature, err := p.o.Signer.Sign(tags)
	if err != nil {
		return err
	}
	if _, err := checkSignature(tags, signature); err != nil {
		return fmt.Errorf("the signer made something else than a package signature: %w", err)
	}
	return p.z.put(fileSignature, signature)
}
