// Package gitconfig reads the few settings of a repository that decide how the repository itself is to be read. What
// it does not understand is an error, so that git can be asked; git-config(1), "Syntax", is what it follows.
package gitconfig

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Key is one setting of a file. Name is "section.key" in lower case; with a subsection, which keeps its case,
// "section.subsection.key".
type Key struct {
	Name  string
	Value string
	Alone bool // there is no "=", which means true
}

var errSyntax = errors.New("the configuration has a form that only git reads")

// Parse gives the settings in the order of the file. Later ones win.
func Parse(data []byte) ([]Key, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, fmt.Errorf("%w: a zero byte", errSyntax)
	}
	p := parser{rest: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))}
	var keys []Key
	for {
		p.skip(" \t\r\n")
		switch c := p.peek(); {
		case c == 0 && len(p.rest) == 0:
			return keys, nil
		case c == '#' || c == ';':
			p.until('\n')
		case c == '[':
			if err := p.header(); err != nil {
				return nil, err
			}
		case isLetter(c) && p.section != "":
			key, err := p.key()
			if err != nil {
				return nil, err
			}
			keys = append(keys, key)
		default:
			return nil, fmt.Errorf("%w: %.20q", errSyntax, p.rest)
		}
	}
}

// parser goes over a file that is not changed.
type parser struct {
	rest    []byte
	section string // with its subsection
}

func (p *parser) peek() byte {
	if len(p.rest) == 0 {
		return 0
	}
	return p.rest[0]
}

func (p *parser) next() byte {
	c := p.peek()
	if len(p.rest) > 0 {
		p.rest = p.rest[1:]
	}
	return c
}

func (p *parser) skip(set string) { p.rest = bytes.TrimLeft(p.rest, set) }

func (p *parser) until(end byte) {
	for len(p.rest) > 0 && p.next() != end {
	}
}

// word takes letters, digits and what else belongs to a name here, in lower case.
func (p *parser) word(also string) string {
	n := 0
	for n < len(p.rest) && (isLetter(p.rest[n]) || isDigit(p.rest[n]) || strings.IndexByte(also, p.rest[n]) >= 0) {
		n++
	}
	word := strings.ToLower(string(p.rest[:n]))
	p.rest = p.rest[n:]
	return word
}

// header takes `[section]`, `[section.subsection]` or `[section "subsection"]`.
func (p *parser) header() error {
	p.next()
	if p.section = p.word("-."); p.section == "" {
		return fmt.Errorf("%w: a section without a name", errSyntax)
	}
	if p.peek() == ' ' || p.peek() == '\t' {
		p.skip(" \t")
		if p.next() != '"' {
			return fmt.Errorf("%w: a section %q", errSyntax, p.section)
		}
		name, ok := p.quoted()
		if !ok {
			return fmt.Errorf("%w: a section %q", errSyntax, p.section)
		}
		p.section += "." + name
	}
	if p.next() != ']' {
		return fmt.Errorf("%w: a section %q", errSyntax, p.section)
	}
	return nil
}

// quoted takes the rest of a subsection's name with its closing quote; a backslash only says that a sign is itself.
func (p *parser) quoted() (name string, ok bool) {
	var b []byte
	for len(p.rest) > 0 {
		c := p.next()
		if c == '\\' {
			c = p.next()
		} else if c == '"' {
			return string(b), true
		}
		if c == '\n' {
			return "", false
		}
		b = append(b, c)
	}
	return "", false
}

func (p *parser) key() (Key, error) {
	key := Key{Name: p.section + "." + p.word("-")}
	p.skip(" \t")
	if c := p.peek(); c == '\n' || len(p.rest) == 0 || bytes.HasPrefix(p.rest, []byte("\r\n")) {
		key.Alone = true
		return key, nil
	}
	if p.next() != '=' {
		return key, fmt.Errorf("%w: after %q", errSyntax, key.Name)
	}
	p.skip(" \t")
	value, err := p.value()
	key.Value = value
	return key, err
}

// value takes what is on the line, and on the next ones after a backslash; blanks at its end only count in quotes.
func (p *parser) value() (string, error) {
	var value []byte
	kept, inQuotes := 0, false // how much of value is not a blank at its end
	for len(p.rest) > 0 {
		c := p.next()
		switch {
		case c == '\r' && p.peek() == '\n':
			continue
		case c == '\n' && inQuotes:
			return "", fmt.Errorf("%w: a quote that is never closed", errSyntax)
		case c == '\n':
			return string(value[:kept]), nil
		case (c == '#' || c == ';') && !inQuotes:
			p.until('\n')
			return string(value[:kept]), nil
		case c == '"':
			inQuotes = !inQuotes
			kept = len(value)
			continue
		case len(value) == 0 && !inQuotes && (c == ' ' || c == '\t'):
			continue // a blank at the start, if behind an empty pair of quotes
		case c == '\\':
			unescaped, err := p.escape()
			if err != nil {
				return "", err
			}
			value = append(value, unescaped...)
			kept = len(value)
			continue
		case c < ' ' && c != '\t':
			return "", fmt.Errorf("%w: a control character", errSyntax)
		}
		value = append(value, c)
		if inQuotes || c != ' ' && c != '\t' {
			kept = len(value)
		}
	}
	if inQuotes {
		return "", fmt.Errorf("%w: a quote that is never closed", errSyntax)
	}
	return string(value[:kept]), nil
}

// escape takes what follows a backslash; a line end there is nothing.
func (p *parser) escape() (string, error) {
	switch c := p.next(); {
	case c == '\n':
		return "", nil
	case c == '\r' && p.peek() == '\n':
		p.next()
		return "", nil
	case c == 'n':
		return "\n", nil
	case c == 't':
		return "\t", nil
	case c == 'b':
		return "\b", nil
	case c == '\\' || c == '"':
		return string(c), nil
	default:
		return "", fmt.Errorf("%w: \\%c", errSyntax, c)
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
