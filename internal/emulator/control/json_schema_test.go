package control

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// schema implements the JSON Schema keywords of the seed schema. An unknown
// keyword is an error, so that none is ignored.
type schema struct{ defs map[string]any }

// annotations are keywords without an effect on validity.
var annotations = []string{"$schema", "$defs", "title", "description"}

// check returns the first violation, with its location.
func (s schema) check(rule, value any, at string) error {
	if allowed, ok := rule.(bool); ok {
		if !allowed {
			return fmt.Errorf("%s is not allowed", at)
		}
		return nil
	}
	keywords, ok := rule.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: %v is not a schema", at, rule)
	}
	for word, argument := range keywords {
		if slices.Contains(annotations, word) {
			continue
		}
		test, known := tests[word]
		if !known {
			return fmt.Errorf("%s: the keyword %s is unknown", at, word)
		}
		if err := test(s, keywords, argument, value, at); err != nil {
			return err
		}
	}
	return nil
}

// as converts the argument of a keyword. Another type is an error in the schema.
func as[T any](argument any) T {
	value, ok := argument.(T)
	if !ok {
		panic(fmt.Sprintf("the seed schema has %v instead of a %T", argument, value))
	}
	return value
}

type test func(s schema, all map[string]any, argument, value any, at string) error

var tests map[string]test

func init() {
	tests = map[string]test{
		"$ref":                 ref,
		"type":                 typed,
		"enum":                 enum,
		"const":                func(s schema, a map[string]any, c, v any, at string) error { return enum(s, a, []any{c}, v, at) },
		"pattern":              pattern,
		"minLength":            length(func(n, limit int) bool { return n >= limit }),
		"maxLength":            length(func(n, limit int) bool { return n <= limit }),
		"minItems":             count(func(n, limit int) bool { return n >= limit }),
		"maxItems":             count(func(n, limit int) bool { return n <= limit }),
		"items":                items,
		"required":             required,
		"properties":           members,
		"patternProperties":    unless("properties", members),
		"additionalProperties": unless("properties", unless("patternProperties", members)),
		"anyOf":                anyOf,
		"not":                  not,
	}
}

func ref(s schema, _ map[string]any, argument, value any, at string) error {
	name, _ := strings.CutPrefix(as[string](argument), "#/$defs/")
	rule, ok := s.defs[name]
	if !ok {
		return fmt.Errorf("%s: there is no definition %v", at, argument)
	}
	return s.check(rule, value, at)
}

func typed(_ schema, _ map[string]any, argument, value any, at string) error {
	is := "object"
	switch value.(type) {
	case nil:
		is = "null"
	case bool:
		is = "boolean"
	case string:
		is = "string"
	case float64:
		is = "number"
	case []any:
		is = "array"
	}
	if argument == is {
		return nil
	}
	if list, ok := argument.([]any); ok && slices.Contains(list, any(is)) {
		return nil
	}
	return fmt.Errorf("%s is %s instead of %v", at, is, argument)
}

func enum(_ schema, _ map[string]any, argument, value any, at string) error {
	for _, allowed := range as[[]any](argument) {
		if reflect.DeepEqual(allowed, value) {
			return nil
		}
	}
	return fmt.Errorf("%s is not one of %v", at, argument)
}

func pattern(_ schema, _ map[string]any, argument, value any, at string) error {
	if text, ok := value.(string); ok && !regexp.MustCompile(as[string](argument)).MatchString(text) {
		return fmt.Errorf("%s: %q does not match %v", at, text, argument)
	}
	return nil
}

func length(fits func(n, limit int) bool) test {
	return func(_ schema, _ map[string]any, argument, value any, at string) error {
		if text, ok := value.(string); ok && !fits(utf8.RuneCountInString(text), int(as[float64](argument))) {
			return fmt.Errorf("%s has a length that violates %v", at, argument)
		}
		return nil
	}
}

func count(fits func(n, limit int) bool) test {
	return func(_ schema, _ map[string]any, argument, value any, at string) error {
		if list, ok := value.([]any); ok && !fits(len(list), int(as[float64](argument))) {
			return fmt.Errorf("%s has %d elements, which violates %v", at, len(list), argument)
		}
		return nil
	}
}

func items(s schema, _ map[string]any, argument, value any, at string) error {
	list, _ := value.([]any)
	for i, element := range list {
		if err := s.check(argument, element, fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func required(_ schema, _ map[string]any, argument, value any, at string) error {
	object, ok := value.(map[string]any)
	for _, name := range as[[]any](argument) {
		if _, there := object[as[string](name)]; ok && !there {
			return fmt.Errorf("%s lacks %v", at, name)
		}
	}
	return nil
}

// unless skips a check when another keyword is present.
func unless(word string, t test) test {
	return func(s schema, all map[string]any, argument, value any, at string) error {
		if _, present := all[word]; present {
			return nil
		}
		return t(s, all, argument, value, at)
	}
}

// members checks all members of an object: by name, by pattern, or as additional
// ones.
func members(s schema, all map[string]any, _, value any, at string) error {
	object, _ := value.(map[string]any)
	named, _ := all["properties"].(map[string]any)
	patterns, _ := all["patternProperties"].(map[string]any)
	for name, member := range object {
		rule, known := named[name]
		for text, r := range patterns {
			if !known && regexp.MustCompile(text).MatchString(name) {
				rule, known = r, true
			}
		}
		if !known {
			if rule, known = all["additionalProperties"]; !known {
				rule = true
			}
		}
		if err := s.check(rule, member, at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func anyOf(s schema, _ map[string]any, argument, value any, at string) error {
	var reasons []string
	for _, rule := range as[[]any](argument) {
		err := s.check(rule, value, at)
		if err == nil {
			return nil
		}
		reasons = append(reasons, err.Error())
	}
	return fmt.Errorf("%s: %s", at, strings.Join(reasons, ", or "))
}

func not(s schema, _ map[string]any, argument, value any, at string) error {
	if s.check(argument, value, at) == nil {
		return fmt.Errorf("%s matches a negated schema", at)
	}
	return nil
}

// checkSeed validates a text against the seed schema.
func checkSeed(text []byte) error {
	var rule map[string]any
	if err := json.Unmarshal(SeedSchema, &rule); err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	defs, _ := rule["$defs"].(map[string]any)
	return schema{defs}.check(rule, value, "seed")
}
