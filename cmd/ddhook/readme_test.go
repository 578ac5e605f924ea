package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestContributing holds CONTRIBUTING.md to files, folders and tests that are there.
func TestContributing(t *testing.T) {
	top := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(top, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	path := regexp.MustCompile("[ `](?:\\./)?((?:hook|install|cmd|testdata|\\.ci)(?:/[\\w./-]+)?)[`\\s]")
	paths := path.FindAllStringSubmatch(text, -1)
	if len(paths) < 30 {
		t.Fatalf("only %d paths: %q", len(paths), paths)
	}
	for _, path := range paths {
		if _, err := os.Stat(filepath.Join(top, path[1])); err != nil {
			t.Errorf("it names what is not there: %v", err)
		}
	}
	for _, test := range regexp.MustCompile(`go test \./(\S+) -run (\w+)`).FindAllStringSubmatch(text, -1) {
		files, _ := filepath.Glob(filepath.Join(top, test[1], "*_test.go"))
		if !slices.ContainsFunc(files, func(file string) bool {
			source, err := os.ReadFile(file)
			return err == nil && bytes.Contains(source, []byte("func "+test[2]+"("))
		}) {
			t.Errorf("%s has no test %s", test[1], test[2])
		}
	}
	folders, err := filepath.Glob(filepath.Join(top, "hook", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range folders {
		if name := filepath.Base(filepath.Dir(file)); !strings.Contains(text, "`hook/"+name+"`") {
			t.Errorf("it does not say what hook/%s is", name)
		}
	}
}

// samples are the blocks of the README in a language. Settings and workflows begin with their name in a comment.
func samples(t *testing.T, language, start string) (all []string) {
	t.Helper()
	for _, block := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(readme(t), -1) {
		if strings.HasPrefix(block[1], start) {
			all = append(all, block[1])
		}
	}
	if len(all) == 0 {
		t.Fatalf("the README has no block of %s that begins with %q", language, start)
	}
	return all
}

// The README names every rule, advises only commands that exist, and leads to files that are there.
func TestReadme(t *testing.T) {
	text := readme(t)
	for _, name := range config.Default().RuleSet().Names() {
		if !strings.Contains(text, "- `"+name+"`") {
			t.Errorf("the README does not say what %s is", name)
		}
	}
	root := new(app).root()
	root.InitDefaultHelpCmd()
	commands := regexp.MustCompile("(?m)(?:^|`|run: |- |exec )ddhook ([a-z-]+)").FindAllStringSubmatch(text, -1)
	if len(commands) < 20 {
		t.Fatalf("the README shows only %d commands: %q", len(commands), commands)
	}
	for _, c := range commands {
		if found, _, err := root.Find(c[1:]); c[1] != "is" && (err != nil || found == root) {
			t.Errorf("the README advises ddhook %s, which does not exist", c[1])
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("..", "..", link[1])); err != nil {
			t.Errorf("the README leads to nothing: %v", err)
		}
	}
}

const readmeOld = "FROM golang\nCOPY . .\nRUN go mod download\nRUN go build -o /api ./cmd/api\n"

// TestReadmeCommands types the commands of the README in the order in which they stand, and then runs what it has for CI
// and for a server. What `go install` fetches is this very module.
func TestReadmeCommands(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("nearly all of this happens in other programs, among them a shell")
	}
	temp := gittest.TempDir(t)
	bin, repo, server := filepath.Join(temp, "bin"), filepath.Join(temp, "repo"), filepath.Join(temp, "server.git")
	environ := append(gittest.Environ(temp, "GOBIN="+bin), serveModule(t, temp)...)
	environ = append(environ, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	statuses := map[string]int{ // of those that do not end with 0
		"ddhook scan --summary":                                 statusFound,
		`ddhook diff --format github "origin/$GITHUB_BASE_REF"`: statusFound,
		`ddhook diff "$CI_MERGE_REQUEST_DIFF_BASE_SHA"`:         statusFound,
	}
	typed := func(command string, more ...string) string {
		t.Helper()
		cmd := exec.Command("/bin/sh", "-c", command)
		cmd.Dir, cmd.Env = repo, append(slices.Clone(environ), more...)
		out, err := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != statuses[command] {
			t.Fatalf("%s: status %d, want %d (%v)\n%s", command, got, statuses[command], err, out)
		}
		return string(out)
	}
	writeFile(t, filepath.Join(repo, "services", "Dockerfile"), readmeOld)
	typed("git init -q -b main && git add . && git commit -q -m one")
	for _, block := range samples(t, "sh", "") {
		for line := range strings.Lines(block) {
			if command, _, _ := strings.Cut(line, "  #"); !strings.HasPrefix(block, "#!") {
				typed(strings.TrimSpace(command))
			}
		}
	}
	typed("ddhook install --check")
	if text := typed("cat services/Dockerfile"); strings.Contains(text, "go mod download\n") || !strings.Contains(text, "-mod=mod") {
		t.Errorf("fix left\n%s", text)
	}
	typed("git checkout -q . && git commit -q -m two")

	typed("git init -q -b main --bare ../server.git && git remote add origin ../server.git && git push -q origin main")
	typed("git checkout -q -b branch && echo RUN go build >>services/Dockerfile && git commit -q -a -m three --no-verify")
	github, base := workflow(t, "# .github/workflows/ddhook.yaml\n", "run"), "GITHUB_BASE_REF=main"
	gitlab, commit := workflow(t, "# .gitlab-ci.yml\n", "script"), "CI_MERGE_REQUEST_DIFF_BASE_SHA=main"
	if len(github) != 3 || len(gitlab) != 3 {
		t.Fatalf("got %q and %q", github, gitlab)
	}
	for _, command := range slices.Concat(github, gitlab) {
		out := typed(command, base, commit)
		if statuses[command] == statusFound && !strings.Contains(out, "services/Dockerfile:5:5: ") {
			t.Errorf("%s printed\n%s", command, out)
		}
	}
	for _, report := range []string{"ddhook.sarif", "gl-code-quality-report.json"} {
		if text := typed("cat " + report); strings.Count(text, "require-mod-mod") == 0 {
			t.Errorf("%s is\n%s", report, text)
		}
	}

	policy := filepath.Join(temp, "policy.yaml")
	writeFile(t, policy, "files: [services/Dockerfile]\n")
	hook := samples(t, "sh", "#!/bin/sh\n")[0]
	writeFile(t, filepath.Join(server, "hooks", "pre-receive"), strings.ReplaceAll(hook, "/etc/ddhook.yaml", policy))
	typed("chmod +x ../server.git/hooks/pre-receive")
	push := "git push origin branch"
	statuses[push] = 1
	if out := typed(push); !strings.Contains(out, "ddhook: push blocked: 1 new violation in 1 Dockerfile") {
		t.Errorf("the server says\n%s", out)
	}
	typed("ddhook uninstall")
	statuses["ddhook install --check"] = 1
	typed("ddhook install --check")
}

// serveModule makes a module proxy that has this module alone, and returns the environment in which the go command asks
// it; all else is had from what was downloaded for this module (go.dev/ref/mod, "GOPROXY protocol").
func serveModule(t *testing.T, temp string) []string {
	t.Helper()
	top := filepath.Join("..", "..")
	files, err := exec.Command("git", "-C", top, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skip("this module is in no git repository, so that nothing tells which files are its own")
	}
	known, err := exec.Command("go", "env", "GOMODCACHE", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	caches := strings.Fields(string(known))
	const module, release = "github.com/ddhook/ddhook", "v1.0.0"
	var archive bytes.Buffer
	packed := zip.NewWriter(&archive)
	for name := range strings.SplitSeq(strings.TrimSuffix(string(files), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(top, name))
		if errors.Is(err, os.ErrNotExist) { // deleted, and not yet committed so
			continue
		}
		w, zipErr := packed.Create(module + "@" + release + "/" + name)
		if err = errors.Join(err, zipErr); err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(top, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	served := filepath.Join(temp, "proxy", module, "@v")
	for name, content := range map[string]string{
		"list": release + "\n", release + ".info": `{"Version": "` + release + `"}`,
		release + ".mod": string(mod), release + ".zip": archive.String(),
	} {
		writeFile(t, filepath.Join(served, name), content)
	}
	// Without paths in them, what was compiled for one folder is good for the next.
	return []string{
		"GOPROXY=file://" + filepath.Join(temp, "proxy") + ",file://" + filepath.Join(caches[0], "cache", "download"),
		"GOMODCACHE=" + filepath.Join(temp, "modules"), "GOCACHE=" + caches[1],
		"GOSUMDB=off", "GOTOOLCHAIN=local", "GOFLAGS=-trimpath -modcacherw",
	}
}

// workflow is what a workflow of the README runs: all values of a key, or those in its list.
func workflow(t *testing.T, start, key string) (commands []string) {
	t.Helper()
	var walk func(n *yaml.Node, under string)
	walk = func(n *yaml.Node, under string) {
		if n.Kind == yaml.ScalarNode && under == key {
			commands = append(commands, n.Value)
		}
		for i, child := range n.Content {
			if n.Kind != yaml.MappingNode {
				walk(child, under)
			} else if i%2 == 1 {
				walk(child, n.Content[i-1].Value)
			}
		}
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(samples(t, "yaml", start)[0]), &document); err != nil {
		t.Fatal(err)
	}
	walk(&document, "")
	return commands
}

// TestReadmeRules has a commit break the rules that the README shows, which prints what the README says.
func TestReadmeRules(t *testing.T) {
	repo := gittest.TempDir(t)
	settings := samples(t, "yaml", "# .ddhook.yaml\n")
	at := slices.IndexFunc(settings, func(text string) bool { return strings.Contains(text, "npm-ci") })
	writeFile(t, filepath.Join(repo, config.Name), settings[max(at, 0)])
	writeFile(t, filepath.Join(repo, "web", "Dockerfile"),
		"FROM node\nWORKDIR /app\nCOPY . .\nRUN npm install\nRUN apt-get update && apt-get install -yq --no-install-recommends curl\nRUN go build\n")
	gittest.Sh(t, repo, "git init -q; git add .")
	var out, errs bytes.Buffer
	status := execute(t.Context(), []string{"staged", "-C", repo}, gittest.Environ(repo), nil, &out, &errs)
	if status != statusFound || errs.Len() > 0 {
		t.Fatalf("status %d, standard error %q", status, errs.String())
	}
	_, want, _ := strings.Cut(samples(t, "console", "$ git commit ")[0], "\n")
	// The repository is not the folder that the test runs in.
	if got := strings.ReplaceAll(out.String(), " "+repo+"/", " "); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func writeFile(t *testing.T, file, content string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(file), 0o777)
	if err == nil {
		err = os.WriteFile(file, []byte(content), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Every command has an example, of a command that exists.
func TestExamples(t *testing.T) {
	root := new(app).root()
	completion(root)
	for _, cmd := range append(root.Commands(), root) {
		words := strings.Fields(cmd.Example)
		if i := slices.Index(words, "ddhook"); i >= 0 {
			if found, _, err := root.Find(words[i+1:]); err == nil && found != root {
				continue
			}
		}
		if cmd.Name() != "completion" || !strings.Contains(cmd.Example, "(ddhook completion ") {
			t.Errorf("%s has the example %q", cmd.Name(), cmd.Example)
		}
	}
}
