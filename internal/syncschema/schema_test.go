package syncschema

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func parsed(t testing.TB, text []byte) *Schema {
	t.Helper()
	s, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func edited(t testing.TB, text []byte, c Change) []byte {
	t.Helper()
	after, _, err := parsed(t, text).Edited(c)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func on(b bool) *bool { return &b }

// TestRowsAreRead from a mapping as real tenants have it.
func TestRowsAreRead(t *testing.T) {
	t.Parallel()
	s := parsed(t, realistic(t))
	for target, want := range map[string]string{
		"usertype": "[userType] Always", "mail": "[mail] Always", "showInAddressList": `"true" Always`, "department": "[department] Always",
		"extensionAttribute1": `"Synced from \"Contoso\"" Always`,
	} {
		r, there := s.Row(target)
		if got := r.Source.Expression + " " + r.FlowType; !there || got != want || r.Matching {
			t.Errorf("%s is %s, want %s", target, got, want)
		}
	}
	if r, _ := s.Row("alternativeSecurityIds"); !r.Matching {
		t.Error("the matching attribute is not marked")
	}
	if _, there := s.Row("externalId"); there {
		t.Error("a row of groups counts as one of users")
	}
	r, _ := s.Row("extensionAttribute1")
	if value, ok := r.Source.Constant(); !ok || value != `Synced from "Contoso"` {
		t.Errorf("the constant is %q", value)
	}
	if groups, known := s.Groups(); groups || !known || !s.Deletes() {
		t.Errorf("groups %v (%v), deletes %v", groups, known, s.Deletes())
	}
}

// TestOneRowChanges and every byte before and after it stays.
func TestOneRowChanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wanted   Wanted
		from, to string
	}{
		"source": {
			Wanted{Target: "userType", Source: Constant("Member")},
			`"source":{"expression":"[userType]","name":"userType","parameters":[],"type":"Attribute"}`,
			`"source":{"expression":"\"Member\"","name":"Member","parameters":[],"type":"Constant"}`,
		},
		"flow": {
			Wanted{Target: "Department", Source: FromAttribute("department"), FlowType: OnCreation},
			`"flowBehavior":"FlowWhenChanged","flowType":"Always","matchingPriority":0,"defaultValue":null,"exportMissingReferences":false,"unknownMember"`,
			`"flowBehavior":"FlowWhenChanged","flowType":"ObjectAddOnly","matchingPriority":0,"defaultValue":null,"exportMissingReferences":false,"unknownMember"`,
		},
		"parsed expression": {
			Wanted{Target: "mail", Source: Source{Expression: "ToLower([mail])", Text: []byte(`{ "type":"Function" , "expression":"ToLower([mail])"}`)}},
			`{"expression":"[mail]","name":"mail","parameters":[],"type":"Attribute"}`, `{ "type":"Function" , "expression":"ToLower([mail])"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := withoutAnnotation(realistic(t))
			if bytes.Count(before, []byte(test.from)) != 1 {
				t.Fatalf("the test data does not have %s once", test.from)
			}
			want := strings.Replace(string(before), test.from, test.to, 1)
			if got := edited(t, realistic(t), Change{Rows: []Wanted{test.wanted}}); string(got) != want {
				t.Errorf("the text is\n%s", got)
			}
			if !test.wanted.SeenIn(parsed(t, []byte(want))) {
				t.Error("the change is not seen afterwards")
			}
		})
	}
}

// withoutAnnotation removes the annotation of the answer, which is in the first lines.
func withoutAnnotation(text []byte) []byte {
	_, rest, _ := bytes.Cut(text, []byte("$entity\",\n  "))
	return append([]byte("{\n  "), rest...)
}

// TestNothingToDo: a schema that has what is wanted is not written, nor is its
// annotation removed.
func TestNothingToDo(t *testing.T) {
	t.Parallel()
	before := realistic(t)
	after, differs, err := parsed(t, before).Edited(Change{
		Rows: []Wanted{
			{Target: "mail", Source: FromAttribute("mail"), FlowType: "always"},
			{Target: "jobTitle", Absent: true},
			{Target: "displayName", Source: FromExpression(`IIF(IsNullOrEmpty([department]),[displayName],Join(" ",[displayName],Append("(",` +
				`Append(Switch([department],"Other","R&D","Research","Sales, EMEA","Sales"),")"))))`)},
		},
		Deletes: on(true), Groups: on(false),
	})
	if err != nil || differs || !bytes.Equal(before, after) {
		t.Errorf("it differs: %v, %v", differs, err)
	}
}

// TestOtherChanges of a schema: rows that come and go, deletions and groups.
func TestOtherChanges(t *testing.T) {
	t.Parallel()
	before := realistic(t)
	after := edited(t, before, Change{
		Rows: []Wanted{
			{Target: "manager", Absent: true},
			{Target: "IsSoftDeleted", Absent: true},
			{Target: "companyName", Source: Constant("Contoso & Söhne")},
			{Target: "city", Source: FromAttribute("city"), FlowType: OnCreation},
		},
		Deletes: on(false), Groups: on(true),
	})
	s := parsed(t, after)
	if on, _ := s.Groups(); !on || s.Deletes() || !bytes.Contains(after, []byte(`"flowTypes": "Add, Update"`)) {
		t.Errorf("groups %v, deletes %v", on, s.Deletes())
	}
	if _, there := s.Row("manager"); there || len(s.rows) != 9 {
		t.Errorf("there are %d rows", len(s.rows))
	}
	if r, _ := s.Row("companyName"); r.FlowType != Always || r.Source.Expression != `"Contoso & Söhne"` {
		t.Errorf("the new row is %s", r.Text)
	}
	back := edited(t, after, Change{Deletes: on(true), Groups: on(false), Rows: []Wanted{
		{Target: "companyName", Absent: true},
		{Target: "city", Absent: true},
		{Target: "manager", Former: row(t, before, "manager")},
		{Target: "IsSoftDeleted", Former: row(t, before, "IsSoftDeleted")},
	}})
	for _, target := range []string{"manager", "IsSoftDeleted", "department"} {
		if got, want := row(t, back, target), row(t, before, target); got != want {
			t.Errorf("the row is %s, and was %s", got, want)
		}
	}
}

func row(t testing.TB, text []byte, target string) string {
	t.Helper()
	r, there := parsed(t, text).Row(target)
	if !there {
		t.Fatalf("there is no row %s", target)
	}
	return r.Text
}

// TestRandomChanges: after any change of rows, every other row and everything around
// the rows has the same bytes.
func TestRandomChanges(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	targets := []string{"IsSoftDeleted", "displayName", "department", "mail", "extensionAttribute1", "showInAddressList", "userType", "manager", "city", "state"}
	sources := []Source{Constant(""), Constant(`a "b" \`), FromAttribute("city"), FromExpression(`Join(" ", [a], "  ")`), {Expression: "X()", Text: []byte(`{"expression": "X()"}`)}}
	text := realistic(t)
	for range 400 {
		before := parsed(t, text)
		c := Change{}
		touched := map[string]bool{}
		for _, target := range targets {
			if random.IntN(3) > 0 {
				continue
			}
			touched[target] = true
			c.Rows = append(c.Rows, Wanted{
				Target: target, Absent: random.IntN(3) == 0, Source: sources[random.IntN(len(sources))], FlowType: []string{"", Always, OnCreation}[random.IntN(3)],
			})
		}
		after := edited(t, text, c)
		checkAround(t, seed, before, parsed(t, after), touched)
		for _, w := range c.Rows {
			if !w.SeenIn(parsed(t, after)) {
				t.Fatalf("seed %d: %+v is not in %s", seed, w, after)
			}
		}
		text = after
	}
}

func checkAround(t *testing.T, seed uint64, before, after *Schema, touched map[string]bool) {
	t.Helper()
	var kept []string
	for _, s := range []*Schema{before, after} {
		rows := ""
		for _, r := range s.rows {
			if !touched[r.Target] {
				rows += r.Text + "\n"
			}
		}
		text := string(s.text)
		if at := strings.Index(text, `"id": "Azure2Azure`); at > 0 {
			text = text[at:]
		}
		head, _, _ := strings.Cut(text, `"attributeMappings": [`+"\n")
		tail := string(s.text[s.array.end:])
		kept = append(kept, fmt.Sprint(rows, head, tail))
	}
	if kept[0] != kept[1] {
		t.Fatalf("seed %d: the rest was\n%s\nand is\n%s", seed, kept[0], kept[1])
	}
}

// TestRefusals of schemas and changes.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		``, `{`, `{}`, `[]`, `{"synchronizationRules":null}`, `{"synchronizationRules":[{"objectMappings":[{"sourceObjectName":"User","targetObjectName":"Contact"}]}]}`,
		`{"synchronizationRules":[{"objectMappings":[{"sourceObjectName":"User","targetObjectName":"User"}]}]}`,
		`{"synchronizationRules":[{"objectMappings":[{"sourceObjectName":"User","targetObjectName":"User","attributeMappings":[7]}]}]}`,
	} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%q is a schema", text)
		}
	}
	s := parsed(t, realistic(t))
	if _, _, err := s.Edited(Change{Rows: []Wanted{{Target: "AlternativeSecurityIds", Absent: true}}}); err == nil {
		t.Error("the matching attribute is removed")
	}
	without := parsed(t, []byte(`{"synchronizationRules":[{"objectMappings":[{"sourceObjectName":"User","targetObjectName":"User","attributeMappings":[]}]}]}`))
	if _, _, err := without.Edited(Change{Groups: on(true)}); err == nil {
		t.Error("groups are on without a mapping of groups")
	}
	text, _, err := without.Edited(Change{Groups: on(false), Deletes: on(true), Rows: []Wanted{{Target: "mail", Source: FromAttribute("mail")}}})
	if err != nil || !parsed(t, text).Deletes() {
		t.Errorf("%s, %v", text, err)
	}
}

// TestSources distinguishes attributes, constants and expressions.
func TestSources(t *testing.T) {
	t.Parallel()
	type kind struct {
		attribute, constant string
		isAttribute, isText bool
	}
	for expression, want := range map[string]kind{
		"[mail]": {attribute: "mail", isAttribute: true}, ` "x" `: {constant: "x", isText: true}, `"a \"b\" \\"`: {constant: `a "b" \`, isText: true},
		`""`: {isText: true}, `"a" & "b"`: {}, `Join([a], [b])`: {}, `[a] [b]`: {}, `[`: {}, `"`: {}, `"\"`: {}, ``: {},
	} {
		var got kind
		s := Source{Expression: expression}
		got.attribute, got.isAttribute = s.Attribute()
		got.constant, got.isText = s.Constant()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v, want %+v", expression, got, want)
		}
	}
	same := func(a, b string) bool { return Source{Expression: a}.Same(Source{Expression: b}) }
	if !same(`Join(" ", [a],"b c")`, ` Join( " ",[a], "b c" )`) || same(`Join(" ")`, `Join("")`) || same(`ToLower([A])`, `ToLower([a])`) || !same(`"a`, `"a`) || !same(`"True"`, ` "true"`) || same(`"True"`, `"truth"`) {
		t.Error("spaces between parts do not count, and those within texts do")
	}
}
