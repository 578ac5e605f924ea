package rules_test

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What the caveats of require-mod-mod say about the go command, shown by the go command. No network is used.

// module is a folder with a program that imports example.com/dep, which the folder dep next to it holds.
type module struct {
	t   *testing.T
	dir string
	env []string
}

func newModule(t *testing.T) module {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("go, whose behaviour is shown, is not installed")
	}
	m := module{t: t, dir: t.TempDir()}
	for _, keep := range []string{"PATH", "HOME", "GOROOT", "GOCACHE", "SystemRoot", "LocalAppData", "USERPROFILE"} {
		if value := os.Getenv(keep); value != "" {
			m.env = append(m.env, keep+"="+value)
		}
	}
	m.env = append(m.env, "GOENV=off", "GOTOOLCHAIN=local", "GOPROXY=off", "GOSUMDB=off", "GOMODCACHE="+filepath.Join(m.dir, "cache"),
		"GOFLAGS=-modcacherw")
	m.write("app/go.mod", "module example.com/app\n\ngo 1.21\n\nreplace example.com/dep => ../dep\n")
	m.write("app/main.go", "package main\n\nimport _ \"example.com/dep\"\n\nfunc main() {}\n")
	m.write("dep/go.mod", "module example.com/dep\n\ngo 1.21\n")
	m.write("dep/dep.go", "package dep\n")
	return m
}

func (m module) write(name, content string) {
	m.t.Helper()
	file := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		m.t.Fatal(err)
	}
}

func (m module) read(name string) string {
	m.t.Helper()
	data, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(name)))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(data)
}

// runs runs the go command in the folder app; refused is what it has to complain about, "" for nothing.
func (m module) runs(refused string, args ...string) {
	m.t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = filepath.Join(m.dir, "app"), append(m.env, "PWD="+filepath.Join(m.dir, "app"))
	out, err := cmd.CombinedOutput()
	switch {
	case refused == "" && err != nil:
		m.t.Errorf("go %q: %v\n%s", args, err, out)
	case refused != "" && (err == nil || !strings.Contains(string(out), refused)):
		m.t.Errorf("go %q: %v, want %q in\n%s", args, err, refused, out)
	}
}

// Go's default is readonly: it changes nothing and says what is missing. With -mod=mod go.mod is rewritten, and
// `go mod tidy -diff` tells beforehand.
func TestDefaultIsReadonly(t *testing.T) {
	m := newModule(t)
	before := m.read("app/go.mod")
	m.runs("go get example.com/dep", "build", "-o", os.DevNull)
	m.runs("go get example.com/dep", "build", "-mod=readonly", "-o", os.DevNull)
	m.runs("require example.com/dep", "mod", "tidy", "-diff")
	if m.read("app/go.mod") != before {
		t.Error("a readonly build has changed go.mod")
	}
	m.runs("", "build", "-mod=mod", "-o", os.DevNull)
	if !strings.Contains(m.read("app/go.mod"), "require example.com/dep") {
		t.Errorf("-mod=mod has not changed go.mod: %s", m.read("app/go.mod"))
	}
	m.runs("", "mod", "tidy", "-diff")
}

func TestWorkspace(t *testing.T) {
	m := newModule(t)
	m.write("go.work", "go 1.21\n\nuse (\n\t./app\n\t./dep\n)\n")
	m.runs("workspace mode", "build", "-mod=mod", "-o", os.DevNull)
	m.env = append(m.env, "GOWORK=off")
	m.runs("", "build", "-mod=mod", "-o", os.DevNull)
}

func TestWithoutModules(t *testing.T) {
	m := newModule(t)
	m.env = append(m.env, "GO111MODULE=off")
	m.runs("-mod", "build", "-mod=mod", "-o", os.DevNull)
}

func TestVendorIsIgnored(t *testing.T) {
	m := newModule(t)
	m.write("app/go.mod", "module example.com/app\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n")
	m.write("app/vendor/modules.txt", "# example.com/dep v1.0.0\n## explicit; go 1.21\nexample.com/dep\n")
	m.write("app/vendor/example.com/dep/dep.go", "package dep\n")
	m.runs("", "build", "-o", os.DevNull)
	m.runs("GOPROXY=off", "build", "-mod=mod", "-o", os.DevNull)
}

// What go.mod lacks is resolved to the newest version there is, here on a proxy that is a folder.
func TestNewestVersion(t *testing.T) {
	m := newModule(t)
	m.write("app/go.mod", "module example.com/app\n\ngo 1.21\n")
	const mod = "module example.com/dep\n\ngo 1.21\n"
	at := "proxy/example.com/dep/@v/"
	m.write(at+"list", "v1.0.0\nv1.7.0\n")
	for _, version := range []string{"v1.0.0", "v1.7.0"} {
		m.write(at+version+".mod", mod)
		m.write(at+version+".info", `{"Version": "`+version+`"}`)
		m.write(at+version+".zip", zipped(t, "example.com/dep@"+version+"/", map[string]string{"go.mod": mod, "dep.go": "package dep\n"}))
	}
	m.env = append(m.env, "GOPROXY=file://"+filepath.ToSlash(filepath.Join(m.dir, "proxy")))
	m.runs("go get example.com/dep", "build", "-o", os.DevNull)
	m.runs("", "build", "-mod=mod", "-o", os.DevNull)
	if !strings.Contains(m.read("app/go.mod"), "example.com/dep v1.7.0") {
		t.Errorf("not the newest version: %s", m.read("app/go.mod"))
	}
	if !strings.Contains(m.read("app/go.sum"), "example.com/dep v1.7.0") {
		t.Errorf("go.sum is not rewritten: %s", m.read("app/go.sum"))
	}
}

func zipped(t *testing.T, prefix string, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range files {
		f, err := w.Create(prefix + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// An ENV of GOFLAGS does what the flag does, until a flag on the command beats it.
func TestGoflags(t *testing.T) {
	m := newModule(t)
	m.env = append(m.env, "GOFLAGS=-mod=mod -modcacherw")
	m.runs("go get example.com/dep", "build", "-mod=readonly", "-o", os.DevNull)
	m.runs("", "build", "-o", os.DevNull)
}

// -C must be the first flag, so that fix puts -mod=mod behind it.
func TestChdirComesFirst(t *testing.T) {
	m := newModule(t)
	m.runs("must be first flag", "build", "-mod=mod", "-C", ".", "-o", os.DevNull)
	m.runs("", "build", "-C", ".", "-mod=mod", "-o", os.DevNull)
}
