package suggest

import "testing"

func TestName(t *testing.T) {
	known := []string{"files", "exclude", "rules", "reference"}
	for _, tt := range []struct{ word, want string }{
		{word: "exlude", want: "exclude"},
		{word: "Files", want: "files"},
		{word: "file", want: "files"},
		{word: "refrence", want: "reference"},
		{word: "rule", want: "rules"},
		{word: "severity", want: ""},
		{word: "ignore", want: ""},
		{word: "", want: ""},
	} {
		if got := Name(tt.word, known); got != tt.want {
			t.Errorf("Name(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
