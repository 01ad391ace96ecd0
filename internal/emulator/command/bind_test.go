package command_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

var row = command.Row{Name: "Set-Thing", Parameters: command.With(
	[]command.Parameter{command.Required("Identity"), command.Size(), {Name: "Threshold", Kind: command.Integer, Type: "System.Int32"}},
	command.Texts("Text"), command.Booleans("Flag"), command.Switches("Force"), command.Lists("List"), command.NotModeled("Picture"),
	[]command.Parameter{command.Enumeration("Format", "Data.Format", "Mime", "Text", "TextAndHtml"), command.Enumerations("Kinds", "Data.Kind", "MailUser", "GuestMailUser", "MailContact")},
)}

// bound binds parameters written as JSON, in the order of the text.
func bound(t testing.TB, text string) (command.Arguments, error) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	sent := []command.Sent{{Name: "identity", Value: "x"}}
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		s := command.Sent{}
		s.Name, _ = name.(string)
		if err := decoder.Decode(&s.Value); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, s)
	}
	return row.Bind(sent)
}

// The encodings of exchange §5.
func TestBind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]command.Arguments{
		`{"TEXT":"a"}`:                         {"Text": "a"},
		`{"Text":null}`:                        {"Text": ""},
		`{"Text":5}`:                           {"Text": "5"},
		`{"Flag":false}`:                       {"Flag": false},
		`{"Flag":1}`:                           {"Flag": true},
		`{"Force":true}`:                       {"Force": true},
		`{"Force":null}`:                       {"Force": false},
		`{"Confirm":false}`:                    {"Confirm": false},
		`{"WhatIf":false}`:                     {"WhatIf": false},
		`{"Threshold":25}`:                     {"Threshold": 25},
		`{"Threshold":"25"}`:                   {"Threshold": 25},
		`{"ResultSize":"unlimited"}`:           {"ResultSize": command.Limit{Unlimited: true}},
		`{"ResultSize":5}`:                     {"ResultSize": command.Limit{Count: 5}},
		`{"ResultSize":"5"}`:                   {"ResultSize": command.Limit{Count: 5}},
		`{"Format":"mi"}`:                      {"Format": "Mime"},
		`{"Format":"text"}`:                    {"Format": "Text"},
		`{"Format":"TextA"}`:                   {"Format": "TextAndHtml"},
		`{"Kinds":"guest"}`:                    {"Kinds": []string{"GuestMailUser"}},
		`{"Kinds":["MailUser","MailContact"]}`: {"Kinds": []string{"MailUser", "MailContact"}},
		`{"Kinds":"MailUser, mailc"}`:          {"Kinds": []string{"MailUser", "MailContact"}},
		`{"List":["a","b"]}`:                   {"List": command.Change{Replaces: true, Add: []string{"a", "b"}}},
		`{"List":"a"}`:                         {"List": command.Change{Replaces: true, Add: []string{"a"}}},
		`{"List":[]}`:                          {"List": command.Change{Add: []string{}}},
		`{"List":{"@odata.type":"#Exchange.GenericHashTable"}}`:                                                    {"List": command.Change{Replaces: true}},
		`{"List":{"@odata.type":"#Exchange.GenericHashTable","add":"a","REMOVE":["b"]}}`:                           {"List": command.Change{Add: []string{"a"}, Remove: []string{"b"}}},
		`{"List":{"@odata.type":"#Exchange.GenericHashTable","Add@odata.type":"#Collection(String)","Add":["a"]}}`: {"List": command.Change{Add: []string{"a"}}},
		`{"List":{"@odata.type":"#Exchange.StringFieldDeltaUpdateData","Add":["a"],"Remove":["b"]}}`:               {"List": command.Change{Add: []string{"a"}, Remove: []string{"b"}}},
		`{"List":{"@odata.type":"#Exchange.StringFieldDeltaUpdateData"}}`:                                          {"List": command.Change{}},
	} {
		want["Identity"] = "x"
		got, err := bound(t, text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %#v, %v", text, got, err)
		}
	}
}

// The errors have the words of captured answers (exchange §7.3).
func TestBindRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"Bogus":1}`:            "AmbiguousParameterSetException: Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. Bogus",
		`{"Text":"a","TEXT":1}`:  "AmbiguousParameterSetException: Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. TEXT",
		`{"Format":"Nonsense"}`:  `ParameterTransformationException: Cannot process argument transformation on parameter 'Format'. Cannot convert value "Nonsense" to type "Data.Format". Error: "Unable to match the identifier name Nonsense to a valid enumerator name. Specify one of the following enumerator names and try again: Mime, Text, TextAndHtml"`,
		`{"Kinds":["Mail"]}`:     "inability to differentiate between the following enumerator names: MailContact, MailUser",
		`{"Format":""}`:          "Unable to match the identifier name  to",
		`{"Flag":"true"}`:        `Cannot convert value "true" to type "System.Boolean".`,
		`{"Flag":null}`:          `Cannot convert value "" to type "System.Boolean".`,
		`{"Text":["a"]}`:         `Cannot convert value "System.Object[]" to type "System.String".`,
		`{"Threshold":2.5}`:      "Input string was not in a correct format.",
		`{"ResultSize":0}`:       "Input string was not in a correct format.",
		`{"List":{"Add":["a"]}}`: `Cannot convert value "System.Collections.Hashtable"`,
		`{"List":{"@odata.type":"#Exchange.GenericHashTable","Plus":["a"]}}`: "the keys are Add and Remove",
		`{"List":[5]}`:     `Cannot convert value "5"`,
		`{"Identity":"y"}`: "Invalid cmdlet parameters specified. Identity",
	} {
		_, err := bound(t, text)
		var fault *command.Fault
		if !errors.As(err, &fault) || fault.Status != 400 || !fault.Binding || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	for text, want := range map[string]string{
		`{"Picture":"x"}`: "the parameter Picture of Set-Thing",
		`{"List":null}`:   "null for the list List",
		`{"WhatIf":true}`: "WhatIf of Set-Thing",
	} {
		_, err := bound(t, text)
		var refused *refusal.Error
		if !errors.As(err, &refused) || refused.Status != 501 || !strings.Contains(refused.Message, want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	if _, err := row.Bind(nil); err == nil || !strings.Contains(err.Error(), "missing mandatory parameters: Identity") {
		t.Errorf("without an identity: %v", err)
	}
	read := command.Row{Name: "Get-Thing"}
	if _, err := read.Bind([]command.Sent{{Name: "Confirm", Value: true}}); err == nil {
		t.Error("a cmdlet that gets takes Confirm")
	}
}

func TestChangeOfAList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		change command.Change
		want   []string
	}{
		{command.Change{}, []string{"a", "b"}},
		{command.Change{Replaces: true}, []string{}},
		{command.Change{Replaces: true, Add: []string{"c", "C"}}, []string{"c"}},
		{command.Change{Add: []string{"B", "c"}, Remove: []string{"A"}}, []string{"b", "c"}},
	} {
		if got := test.change.Apply([]string{"a", "b"}); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%+v gives %v", test.change, got)
		}
	}
}

// Whatever is sent is bound or refused with a status, and what is bound has the
// type of its parameter.
func FuzzBind(f *testing.F) {
	for _, value := range []string{`"a"`, `1`, `-0.5`, `true`, `null`, `[]`, `["a",1]`, `{}`, `{"@odata.type":"#Exchange.GenericHashTable","Add":[null]}`, `"Mime,Text"`} {
		f.Add("Text", value)
		f.Add("list", value)
		f.Add("KINDS", value)
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		decoder := json.NewDecoder(strings.NewReader(value))
		decoder.UseNumber()
		var sent any
		if decoder.Decode(&sent) != nil {
			return
		}
		got, err := row.Bind([]command.Sent{{Name: "Identity", Value: "x"}, {Name: name, Value: sent}})
		var fault *command.Fault
		var refused *refusal.Error
		if err != nil && !errors.As(err, &fault) && !errors.As(err, &refused) {
			t.Fatalf("%s=%s: %v", name, value, err)
		}
		for bound, v := range got {
			switch v.(type) {
			case string, bool, int, command.Limit, []string, command.Change:
			default:
				t.Fatalf("%s=%s binds %s to %T", name, value, bound, v)
			}
		}
	})
}
