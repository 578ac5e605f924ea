package dockerfile

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/env"
)

// envCases: what the last command of the file knows of V.
var envCases = []struct {
	name string
	file string
	want env.Value
}{
	{"nothing", "FROM x\nRUN a", env.Value{}},
	{"ENV", "FROM x\nENV V=1\nRUN a", env.Of("1")},
	{"ENV later", "FROM x\nENV V=1\nRUN a\nENV V=2", env.Of("1")},
	{"ENV, several", "FROM x\nENV U=1 V=\"a b\" \\\n  W='c'\nRUN a", env.Of("a b")},
	{"ENV, old form", "FROM x\nENV V a \"b\"  c\nRUN a", env.Of("a b  c")},
	{"ENV, escapes", `FROM x` + "\n" + `ENV V=a\ b\"` + "\nRUN a", env.Of(`a b"`)},
	{"ENV, backtick", "# escape=`\nFROM x\nENV V=C:\\x` y\nRUN a", env.Of(`C:\x y`)},
	{"ENV, empty", "FROM x\nENV V=\nRUN a", env.Of("")},
	{"ENV, lower case", "FROM x\nenv V=1\nrun a", env.Of("1")},
	{"ENV of ENV", "FROM x\nENV A=1\nENV V=$A${A}\nRUN a", env.Of("11")},
	{"ENV sees what was before", "FROM x\nENV A=1\nENV A=2 V=$A\nRUN a", env.Of("1")},
	{"ENV in single quotes", "FROM x\nENV V='$A'\nRUN a", env.Of("$A")},
	{"ENV escaped", "FROM x\nENV V=\\$A\nRUN a", env.Of("$A")},
	{"ENV name", "FROM x\nENV N=V\nENV $N=1\nRUN a", env.Of("1")},
	{"ENV of a free name", "FROM x\nENV V=$A\nRUN a", env.Value{State: env.Unknown}},
	{"ENV of a free name with default", "FROM x\nENV V=${A:-1}${A-2}${A:+3}${A+4}\nRUN a", env.Of("12")},
	{"ENV of a free name with no word", "FROM x\nENV V=x${A:-}\nRUN a", env.Of("x")},
	{"ENV of a free name by pattern", "FROM x\nENV V=${A#a}\nRUN a", env.Value{State: env.Unknown}},
	{"ENV of an unknown name with default", "FROM x\nARG A\nENV V=${A:-1}\nRUN a", env.Value{State: env.Unknown}},
	{"ENV of an unknown name that does not matter", "FROM x\nARG A\nENV B=1\nENV V=${B:-$A}\nRUN a", env.Of("1")},
	{"ENV of a set name", "FROM x\nENV A=1\nENV V=${A:-2}${A:+3}\nRUN a", env.Of("13")},
	{"ENV by pattern", "FROM x\nENV A=v1.2\nENV V=${A#v}${A%.*}${A/1/9}\nRUN a", env.Of("1.2v1v9.2")},
	{"ENV known in part", "FROM x\nARG A\nENV V=\"-mod=mod ${A}$B\"\nRUN a", env.Of("-mod=mod " + env.Placeholder + env.Placeholder)},
	{"ENV of what is known in part", "FROM x\nARG A\nENV B=x$A\nENV V=$B${B:-1}\nRUN a", env.Of("x\uffffx\uffff")},
	{"ENV of what is known in part by pattern", "FROM x\nARG A\nENV B=x$A\nENV V=${B%?}\nRUN a", env.Value{State: env.Unknown}},
	{"ENV with a word for an unknown name", "FROM x\nARG A\nENV V=x${A:+1}\nRUN a", env.Value{State: env.Unknown}},
	{"ENV by pattern after what is known in part", "FROM x\nARG A\nENV B=v1\nENV V=$A${B#v}\nRUN a", env.Of("\uffff1")},
	{"ENV by a pattern with a variable", "FROM x\nENV A=v1 B=v\nENV V=${A#$B}\nRUN a", env.Value{State: env.Unknown}},
	{"ENV with a word in a word", "FROM x\nENV V=${A:-${B:+3}${B:-4}}\nRUN a", env.Of("4")},
	{"ENV with an unknown pattern in a word", "FROM x\nARG B\nENV V=${A:-${B#?}}\nRUN a", env.Value{State: env.Unknown}},
	{"ENV of an unknown name or a word", "FROM x\nARG A\nENV V=x${A:-1}\nRUN a", env.Of("x\uffff")},
	{"ENV with too many words in words", "FROM x\nENV V=" + strings.Repeat("${A:-", 300) + "1" + strings.Repeat("}", 300) + "\nRUN a",
		env.Value{State: env.Unknown}},
	{"ENV, nonsense", "FROM x\nENV V=${A\nRUN a", env.Value{State: env.Unknown}},
	{"ENV too long", "FROM x\nENV A=" + strings.Repeat("a", 40_000) + "\nENV V=$A$A\nRUN a", env.Value{State: env.Unknown}},
	{"ARG", "FROM x\nARG V=1\nRUN a", env.Of("1")},
	{"ARG, quotes", "FROM x\nARG V=\"1 2\"\nRUN a", env.Of("1 2")},
	{"ARG, several", "FROM x\nARG A=1 V=${A}2\nRUN a", env.Of("12")},
	{"ARG without default", "FROM x\nARG V\nRUN a", env.Value{State: env.Unknown}},
	{"ARG of the platform", "FROM x\nARG TARGETOS\nENV V=$TARGETOS\nRUN a", env.Value{State: env.Unknown}},
	{"ARG after ENV", "FROM x\nENV V=1\nARG V=2\nRUN a", env.Of("2")},
	{"ENV after ARG", "FROM x\nARG V=2\nENV V=1\nRUN a", env.Of("1")},
	{"ARG without default after ENV", "FROM x\nENV V=1\nARG V\nRUN a", env.Of("1")},
	{"ARG again without default", "FROM x\nARG V=1\nARG V\nRUN a", env.Of("1")},
	{"global ARG", "ARG V=1\nFROM x\nRUN a", env.Value{}},
	{"global ARG taken in", "ARG V=1\nFROM x\nARG V\nRUN a", env.Of("1")},
	{"global ARG taken in with a default", "ARG V=1\nFROM x\nARG V=2\nRUN a", env.Of("2")},
	{"global ARG of a global ARG", "ARG A=1\nARG V=$A\nFROM x\nARG V\nRUN a", env.Of("1")},
	{"global ARG over ENV", "ARG V=1\nFROM x\nENV V=2\nARG V\nRUN a", env.Of("1")},
	{"global ARG without default", "ARG V\nFROM x\nARG V\nRUN a", env.Value{State: env.Unknown}},
	{"global ARG of the platform", "ARG V=${TARGETOS:-1}\nFROM x\nARG V\nRUN a", env.Value{State: env.Unknown}},
	{"global ARG in the place of the platform's", "ARG TARGETOS=1\nFROM x\nARG TARGETOS\nENV V=$TARGETOS\nRUN a", env.Of("1")},
	{"another stage", "FROM x AS a\nENV V=1\nFROM y\nRUN a", env.Value{}},
	{"inherited ENV", "FROM x AS a\nENV V=1\nFROM a\nRUN a", env.Of("1")},
	{"inherited ARG", "FROM x AS a\nARG V=1\nFROM a\nRUN a", env.Of("1")},
	{"RUN of a stage that is inherited", "FROM x AS a\nENV V=1\nFROM a\nRUN a\nENV V=2\nFROM a", env.Of("1")},
	{"CMD of a stage that is inherited", "FROM x AS a\nCMD a\nFROM a\nENV V=1\n", env.Value{}},
	{"inherited twice", "FROM x AS a\nENV V=1\nFROM a\nENV V=2\nFROM a\nRUN a", env.Of("1")},
	{"inherited in any case", "FROM x as Abc\nENV V=1\nFROM aBC AS d\nFROM d\nRUN a", env.Of("1")},
	{"inherited by a variable", "ARG B=c\nFROM x AS abc\nENV V=1\nFROM ab${B}\nRUN a", env.Of("1")},
	{"ONBUILD ENV", "FROM x\nONBUILD ENV V=1\nRUN a", env.Value{}},
	{"CMD and ENV", "FROM x\nENV V=1\nCMD a", env.Of("1")},
	{"CMD and ENV behind it", "FROM x\nCMD a\nENV V=1", env.Of("1")},
	{"CMD and ARG", "FROM x\nARG V=1\nCMD a", env.Value{}},
	{"CMD, ENV and ARG", "FROM x\nENV V=1\nARG V=2\nENTRYPOINT a", env.Of("1")},
	{"CMD and ENV of an ARG", "FROM x\nARG A=1\nENV V=$A\nHEALTHCHECK CMD a", env.Of("1")},
	{"CMD and inherited ARG", "FROM x AS a\nARG V=1\nFROM a\nCMD a", env.Value{}},
	{"ONBUILD and ARG", "FROM x\nARG V=1\nONBUILD RUN a", env.Value{}},
	{"last stage alone", "FROM x\nCMD a\nENV V=1\nFROM y\nENV V=2\n", env.Of("1")},
}

func TestEnv(t *testing.T) {
	for _, c := range envCases {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, c.file, false)
			if f.Refused {
				t.Fatal(f.Unparsed)
			}
			var last Instruction
			for _, inst := range f.Instructions {
				if len(inst.Argv) > 0 {
					last = inst
				}
			}
			if got := last.Env["V"]; got != c.want {
				t.Errorf("V is %+v, want %+v", got, c.want)
			}
			checkAgainstParser(t, f.Source)
		})
	}
}

// The images that the stage of the last instruction is built on, in turn.
func TestStage(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"RUN a", ""},
		{"ARG V=1", ""},
		{"FROM Golang:1.25\nRUN a", "golang:1.25"},
		{"FROM --platform=$BUILDPLATFORM x AS y\nRUN a", "x"},
		{"ARG V=1.13\nFROM golang:$V-alpine\nRUN a", "golang:1.13-alpine"},
		{"ARG V\nFROM golang:$V\nRUN a", "golang:" + env.Placeholder},
		{"FROM x AS y\nFROM z\nRUN a", "z"},
		{"FROM x AS y\nFROM y", "y x"},
		{"FROM x as Y\nFROM y AS z\nFROM Z\nONBUILD RUN a", "z y x"},
		{"ARG B=y\nFROM x AS y\nFROM ${B}\nRUN a", "y x"},
		{"FROM x AS x\nFROM x\nRUN a", "x x"},
		{"FROM x AS a\nFROM y AS a\nFROM a\nRUN a", "a y"},
		{"FROM x AS y\nFROM y:latest\nRUN a", "y:latest"},
	} {
		all := parse(t, c.file, false).Instructions
		var images []string
		for stage := all[len(all)-1].Stage; stage != nil; stage = stage.Base {
			images = append(images, stage.Image)
		}
		if got := strings.Join(images, " "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.file, got, c.want)
		}
	}
}
