package rules

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

func requireModMod(reference string) Rule {
	flag, _ := ParseRequirement("-mod=mod")
	return Rule{
		Name:     "require-mod-mod",
		On:       true,
		About:    builtIn("go build")(),
		Require:  []Requirement{flag},
		Message:  reference,
		explicit: true,
		always:   Violation{repair: Repair{Comment: decisionComment(reference)}, finish: finishModMod},
	}
}

func decisionComment(reference string) string {
	return "-mod=mod: the build downloads the modules it needs (" + reference + ")"
}

// finishModMod completes a repair. The error says why -mod=mod would break the build, as far as the file tells.
func finishModMod(f *File, c Command, repair *Repair) error {
	repair.Workspace = c.Assign("GOWORK").Value.Text != "off"
	if strings.Contains(repair.Override, "-mod=vendor") {
		repair.Override += ", which was a decision: the modules come from the network now, not from the vendor folder"
	}
	mode := c.Assign("GO111MODULE").Value.Text
	switch {
	case mode == "off" || mode == "auto":
		return errors.New("with GO111MODULE=" + mode + " a -mod may be an error")
	case c.Assign("GOPROXY").Value.Text == "off":
		return errors.New("with GOPROXY=off nothing can be downloaded")
	case repair.Workspace && f.bringsWorkspace():
		return errors.New("with the go.work that this file brings -mod=mod is an error: build with GOWORK=off")
	case strings.Contains(f.text(c.Instruction), "--network=none"):
		return errors.New("it is run without network")
	}
	const known, byDefault = 14, 16 // the releases of Go 1 that brought -mod=mod, and modules without GO111MODULE=on
	if v := f.goVersion(c.Instruction); v > 0 && (v < known || v < byDefault && mode != "on") {
		return fmt.Errorf("with Go 1.%d -mod=mod may be an error", v)
	}
	return nil
}

// bringsWorkspace reports whether an instruction copies a go.work into the image, or makes one there.
func (f *File) bringsWorkspace() bool {
	for i, inst := range f.Instructions {
		copies := (inst.Keyword == "COPY" || inst.Keyword == "ADD") && strings.Contains(f.text(i), "go.work")
		if copies || strings.Contains(f.text(i), "go work ") {
			return true
		}
	}
	return false
}

// goVersion returns the N of Go 1.N in the image that an instruction is run in; 0 when no FROM that it is built on tells.
func (f *File) goVersion(instruction int) int {
	for stage := f.Instructions[instruction].Stage; stage != nil; stage = stage.Base {
		if _, tag, ok := strings.Cut(stage.Image, "golang:1."); ok {
			v, _ := strconv.Atoi(tag[:len(tag)-len(strings.TrimLeft(tag, "0123456789"))])
			return v
		}
	}
	return 0
}
