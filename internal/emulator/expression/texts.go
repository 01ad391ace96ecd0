package expression

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// How InStr compares texts.
const (
	compareText   = "vbTextCompare"
	compareBinary = "vbBinaryCompare"
)

// text applies a conversion to each text of a value; null stays null.
func text(v Value, convert func(string) string) Value {
	if v.Null() {
		return nil
	}
	all := make(Value, len(v))
	for i, s := range v {
		all[i] = convert(s)
	}
	return all
}

func appended(args []Value) (Value, error) {
	return text(args[0], func(s string) string { return s + args[1].String() }), nil
}

func coalesce(args []Value) (Value, error) {
	for _, v := range args {
		if !v.Null() {
			return v, nil
		}
	}
	return nil, nil
}

func ignoreEmpty(args []Value) (Value, error) {
	if args[0].Empty() {
		return nil, errIgnored
	}
	return args[0], nil
}

// join leaves empty texts out, as the example of the reference page does.
func join(args []Value) (Value, error) {
	var parts []string
	for _, v := range args[1:] {
		for _, s := range v {
			if s != "" {
				parts = append(parts, s)
			}
		}
	}
	if parts == nil {
		return nil, nil
	}
	return Text(strings.Join(parts, args[0].String())), nil
}

func lower(args []Value) (Value, error) { return text(args[0], strings.ToLower), nil }

func upper(args []Value) (Value, error) { return text(args[0], strings.ToUpper), nil }

// inStr counts from one; zero is not found. The reference page evaluates
// InStr("The quick brown fox","quick") to 5, as Visual Basic does.
func inStr(args []Value) (Value, error) {
	in, what := args[0].String(), args[1].String()
	if len(args) > 3 && args[3].String() == compareText {
		in, what = strings.ToLower(in), strings.ToLower(what)
	}
	start := 1
	if len(args) > 2 && !args[2].Empty() {
		var err error
		if start, err = number(args[2]); err != nil {
			return nil, err
		}
	}
	runes := []rune(in)
	start = min(max(start, 1), len(runes)+1)
	i := strings.Index(string(runes[start-1:]), what)
	if i < 0 {
		return Text("0"), nil
	}
	return Text(strconv.Itoa(start + len([]rune(string(runes[start-1:])[:i])))), nil
}

func item(args []Value) (Value, error) {
	n, err := number(args[1])
	if err != nil || n < 1 || n > len(args[0]) {
		return nil, err
	}
	return Text(args[0][n-1]), nil
}

func left(args []Value) (Value, error) {
	n, err := number(args[1])
	if err != nil {
		return nil, err
	}
	runes := []rune(args[0].String())
	if n < 0 || n > len(runes) {
		n = len(runes)
	}
	return Text(string(runes[:n])), nil
}

func mid(args []Value) (Value, error) {
	start, err := number(args[1])
	if err != nil {
		return nil, err
	}
	length, err := number(args[2])
	if err != nil || args[0].Null() {
		return nil, err
	}
	runes := []rune(args[0].String())
	from := min(max(start-1, 0), len(runes))
	length = min(max(length, 0), len(runes)-from)
	return Text(string(runes[from : from+length])), nil
}

func number(v Value) (int, error) {
	n, err := strconv.Atoi(v.String())
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", v.String())
	}
	return n, nil
}

func isNumber(v Value) bool {
	_, err := number(v)
	return err == nil
}

// properCase makes the first letter of each word a capital.
func properCase(args []Value) (Value, error) {
	ends := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if len(args) > 1 && !args[1].Empty() {
		separators := args[1].String()
		ends = func(r rune) bool { return strings.ContainsRune(separators, r) }
	}
	return text(args[0], func(s string) string {
		begins := true
		return strings.Map(func(r rune) rune {
			was := begins
			begins = ends(r)
			if was {
				return unicode.ToUpper(r)
			}
			return unicode.ToLower(r)
		}, s)
	}), nil
}

func withoutDuplicates(v Value) Value {
	var unique Value
	for _, s := range v {
		if !slices.Contains(unique, s) {
			unique = append(unique, s)
		}
	}
	return unique
}

// split trims the parts, as the example of the reference page does.
func split(args []Value) (Value, error) {
	if args[0].Null() || args[1].Empty() {
		return args[0], nil
	}
	var parts Value
	for part := range strings.SplitSeq(args[0].String(), args[1].String()) {
		parts = append(parts, strings.TrimSpace(part))
	}
	return parts, nil
}

// switched compares by case. An empty key stands for no value.
func switched(args []Value) (Value, error) {
	source := args[0].String()
	for i := 2; i+1 < len(args); i += 2 {
		if args[i].String() == source {
			return args[i+1], nil
		}
	}
	return args[1], nil
}

func word(args []Value) (Value, error) {
	n, err := number(args[1])
	if err != nil {
		return nil, err
	}
	delimiters := args[2].String()
	words := strings.FieldsFunc(args[0].String(), func(r rune) bool { return strings.ContainsRune(delimiters, r) })
	if n < 1 || n > len(words) {
		return Text(""), nil
	}
	return Text(words[n-1]), nil
}

// base64UTF16 encodes the text in UTF-16, as .NET does.
func base64UTF16(s string) string {
	var raw []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		raw = binary.LittleEndian.AppendUint16(raw, unit)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func hexUTF8(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }
