package shell

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// parseVariant parses text. For the library a comment that ends in a backslash goes on in the next line, for a shell
// it does not: such a backslash is blanked, and the text parsed again. The blanks are their offsets.
func parseVariant(text string, variant syntax.LangVariant) (f *syntax.File, blanks []int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the shell parser failed: %v", r)
		}
	}()
	suspect := strings.Contains(text, "#") && strings.Contains(text, "\\\n")
	for range maxNesting {
		parser := syntax.NewParser(syntax.Variant(variant), syntax.KeepComments(suspect))
		f, err = parser.Parse(&shallow{rest: text}, "")
		if !suspect {
			return f, nil, err
		}
		found := commentEnds(f, text)
		if err != nil {
			found = commentLines(text)
		}
		if len(found) == 0 {
			slices.Sort(blanks)
			return f, blanks, err
		}
		blanks = append(blanks, found...)
		text = blankString(text, found)
	}
	return nil, nil, errors.New("too many comments end in a backslash")
}

// commentEnds gives the offsets of backslashes at the end of comments' lines.
func commentEnds(f *syntax.File, text string) (found []int) {
	syntax.Walk(f, func(n syntax.Node) bool {
		c, ok := n.(*syntax.Comment)
		if !ok {
			return true
		}
		at := int(c.Hash.Offset())
		if i := backslash(text, at); i >= 0 {
			found = append(found, i)
			found = append(found, commentRun(text, i+2)...)
		}
		return true
	})
	slices.Sort(found)
	return slices.Compact(found)
}

// commentLines finds the backslashes at the end of all lines that may hold a comment, in a text that does not parse.
func commentLines(text string) (found []int) {
	for at := 0; at < len(text); at = lineEnd(text, at) + 1 {
		line := text[at:lineEnd(text, at)]
		if isComment(line) || strings.Contains(line, " #") || strings.Contains(line, "\t#") {
			if i := backslash(text, at); i >= 0 {
				found = append(found, i)
			}
		}
	}
	return found
}

// commentRun finds the backslashes at the end of the comment lines that follow each other from at on.
func commentRun(text string, at int) (found []int) {
	for at < len(text) && isComment(text[at:]) {
		i := backslash(text, at)
		if i < 0 {
			break
		}
		found = append(found, i)
		at = i + 2
	}
	return found
}

func isComment(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line[:lineEnd(line, 0)], " \t"), "#")
}

func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}

// backslash gives the offset of a backslash at the end of the line that holds at, -1 when there is none.
func backslash(text string, at int) int {
	if end := lineEnd(text, at); end < len(text) && end > at && text[end-1] == '\\' {
		return end - 1
	}
	return -1
}

func blankString(text string, offsets []int) string {
	b := []byte(text)
	for _, i := range offsets {
		b[i] = ' '
	}
	return string(b)
}
