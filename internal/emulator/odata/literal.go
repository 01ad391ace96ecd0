package odata

import (
	"strconv"
	"strings"
	"time"
)

// literal parses one value: a quoted string, true, false, null, a number, a time
// or a guid. A guid is kept as a string.
func (p *parser) literal() (any, error) {
	t := p.take()
	switch {
	case t.kind == tokenString:
		return t.text, nil
	case t.is("true"):
		return true, nil
	case t.is("false"):
		return false, nil
	case t.is("null"):
		return nil, nil
	case t.kind != tokenLiteral:
		return nil, p.unexpected(t, "a literal")
	}
	if isGUID(t.text) {
		return t.text, nil
	}
	if n, err := strconv.ParseInt(t.text, 10, 64); err == nil {
		return n, nil
	}
	if at, ok := parseTime(t.text); ok {
		return at, nil
	}
	if f, ok := parseFloat(t.text); ok {
		return f, nil
	}
	return nil, &SyntaxError{Pos: t.pos, Msg: "'" + t.text + "' is not a literal"}
}

// parseFloat rejects Go's other number syntax: hexadecimal, Inf, underscores.
func parseFloat(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// parseTime parses Edm.DateTimeOffset, and Edm.Date as midnight UTC.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			t = t.UTC()
			return t, t.Year() >= 0 && t.Year() <= 9999
		}
	}
	return time.Time{}, false
}

// formatLiteral formats a value so that it parses to the same value.
func formatLiteral(v any) string {
	switch v := v.(type) {
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		s := strconv.FormatFloat(v, 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	case time.Time:
		return v.Format(time.RFC3339Nano)
	default:
		return "null"
	}
}
