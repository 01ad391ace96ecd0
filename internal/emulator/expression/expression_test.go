package expression

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// person are the attributes of the examples of the reference page.
func person(name string) Value {
	return map[string]Value{
		"userPrincipalName": {"John.Doe@contoso.com"}, "givenName": {"John"}, "surname": {"Doe"}, "state": {"QLD"}, "country": {"USA"},
		"department": {"Sales"}, "mail": {"john.doe@contoso.com"}, "phone": {"+91 9998887777"}, "mobile": {"+91 8887779999"},
		"address": {"545 Tremont Street"}, "userId": {"jsmith"}, "proxyAddresses": {"SMTP:a@b.example", "smtp:c@b.example", "SMTP:a@b.example"},
		"sets": {"One, Two"}, "blank": {""}, "appRoleAssignments": {"msiam_access", "User"}, "name": {"Zoë Ærø Škoda é"},
	}[name]
}

// The examples of the reference page, and its rules for null
// (graph-cross-tenant §4.10).
func TestEvaluate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Value
	}{
		{`[givenName]`, Text("John")},
		{`"Member"`, Text("Member")},
		{`"say \"hi\" \\ \n"`, Text(`say "hi" \ \n`)},
		{`[nothing]`, nil},
		{`AltSecIdFromNetId([userId])`, Text(`AltSecIdFromNetid("jsmith")`)},
		{`AltSecIdFromNetid([userId])`, Text(`AltSecIdFromNetid("jsmith")`)},
		{`Append([userPrincipalName], ".test")`, Text("John.Doe@contoso.com.test")},
		{`Append([nothing], ".test")`, nil},
		{`Append(Mid([givenName], 1, 3), Mid([surname], 1, 5))`, Text("JohDoe")},
		{`CBool([country]="USA")`, Truth(true)},
		{`CBool("0")`, Truth(false)},
		{`Coalesce([nothing],[userPrincipalName])`, Text("John.Doe@contoso.com")},
		{`Coalesce([nothing],[void])`, nil},
		{`ConvertToBase64("Hello world!")`, Text("SABlAGwAbABvACAAdwBvAHIAbABkACEA")},
		{`ConvertToUTF8Hex("Hello world!")`, Text("48656C6C6F20776F726C6421")},
		{`Count([proxyAddresses])`, Text("3")},
		{`IIF([country]="USA",[country],[department])`, Text("USA")},
		{`IIF([country]<>"USA",[country],[department])`, Text("Sales")},
		{`IIF([nothing]="","Other",[country])`, nil},
		{`IIF(IsPresent([nothing]),[nothing],"Other")`, nil},
		{`IIF("10">"9","more","less")`, Text("more")},
		{`IIF(Not("True"), "a", "b")`, Text("b")},
		{`IIF(InStr([userPrincipalName], "@contoso") > 0,"Guest","Member")`, Text("Guest")},
		{`InStr("The quick brown fox","quick")`, Text("5")},
		{`InStr("repEated","e",3,vbBinaryCompare)`, Text("7")},
		{`InStr("repEated","e",3,vbTextCompare)`, Text("4")},
		{`IsNull([nothing])`, Truth(true)},
		{`IsNullOrEmpty([blank])`, Truth(true)},
		{`IsPresent([mail])`, Truth(true)},
		{`Item([proxyAddresses], 2)`, Text("smtp:c@b.example")},
		{`Join(", ", "", [surname], [givenName])`, Text("Doe, John")},
		{`Join("", 1000, [userId])`, Text("1000jsmith")},
		{`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))), "contoso.com")`, Text("John.Doe@contoso.com")},
		{`Left("John Doe", 3)`, Text("Joh")},
		{`Left("John", -1)`, Text("John")},
		{`Mid([givenName], 3, 99)`, Text("hn")},
		{`NormalizeDiacritics([name])`, Text("Zoe AEroe Skoda e")},
		{`PCase("PABLO GONSALVES (SECOND)")`, Text("Pablo Gonsalves (Second)")},
		{`PCase("PINTO-DE'SILVA", " '-")`, Text("Pinto-De'Silva")},
		{`RemoveDuplicates([proxyAddresses])`, Value{"SMTP:a@b.example", "smtp:c@b.example"}},
		{`Replace("Product Developer","Product Developer", , , "Software Engineer", , )`, Text("Software Engineer")},
		{`Replace([userId],"<username>", , , , , "<username>@contoso.com")`, Text("jsmith@contoso.com")},
		{`Replace([phone], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`, Text("9998887777")},
		{`Replace("+1 (999) 888-7777", , "[()\\s-]+", , "", , )`, Text("+19998887777")},
		{`Replace([address], ,"(?<streetNumber>^\\d*)","streetNumber", "888", , )`, Text("888 Tremont Street")},
		{`Replace([userPrincipalName], , "(?<Suffix>@(.)*)", "Suffix", "", , )`, Text("John.Doe")},
		{`Replace([nothing], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", "phoneNumber" , , [mobile], )`, Text("8887779999")},
		{`Replace("john_doe72", , "[a-zA-Z_]*", , "", , )`, Text("72")},
		{`Replace([mail], "@contoso.com", , ,"", ,)`, Text("john.doe")},
		{`SingleAppRoleAssignment([appRoleAssignments])`, Text("msiam_access")},
		{`Split([sets], ",")`, Value{"One", "Two"}},
		{`Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney","QLD", "Australia/Brisbane")`, Text("Australia/Brisbane")},
		{`Switch([country], "Default Value", "usa", "1")`, Text("Default Value")},
		{`Switch([nothing], "Default Value", "true", "1", "", "0")`, Text("0")},
		{`Switch([country], , "x", "1")`, nil},
		{`ToLower([givenName])`, Text("john")},
		{`ToUpper([givenName], "en-US")`, Text("JOHN")},
		{`Word("The quick brown fox",3," ")`, Text("brown")},
		{`Word("This,string!has&many separators",3,",!&#")`, Text("has")},
		{`Word("one", 2, " ")`, Text("")},
	}
	for _, tt := range tests {
		e, err := Parse(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if got, err := Evaluate(e, person); err != nil || !slices.Equal(got, tt.want) || got.Null() != tt.want.Null() {
			t.Errorf("%s: %q, %v", tt.text, got, err)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		``: "is missing", `[mail`: "closing bracket", `[]`: "name of an attribute", `"x`: "quotation mark", `Frob([mail])`: "no function Frob",
		`append([mail], "x")`: "no function append", `Append([mail])`: "at least 2", `ToLower("a","b","c")`: "at most 2",
		`Switch([a],"d","k")`: "at least 4", `Switch([a],"d","k","v","l")`: "even", `ToLower [mail]`: "parentheses", `ToLower([mail]`: "parenthesis",
		`ToLower([mail]) x`: "after the expression", `-`: "number", `{}`: "cannot begin", strings.Repeat("Not(", 200): "deeply",
		`"` + strings.Repeat("x", MaxLength) + `"`: "at most 10000",
	}
	for text, part := range tests {
		_, err := Parse(text)
		var wrong *SyntaxError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), part) {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}

// What cannot be computed is an error, and never a value.
func TestFailures(t *testing.T) {
	t.Parallel()
	tests := map[string]func(error) bool{
		`IgnoreFlowIfNullOrEmpty([nothing])`:        Ignored,
		`ToLower(Now())`:                            func(err error) bool { return errors.Is(err, ErrNotModeled) },
		`Replace([mail], , "(?=x)", , "", , )`:      func(err error) bool { return errors.Is(err, ErrNotModeled) },
		`Replace([mail], , "x", "group", "", , )`:   func(err error) bool { return err != nil },
		`Mid([mail], "first", 1)`:                   func(err error) bool { return err != nil },
		`IIF([mail]=Left([mail],"x"), "a", "b")`:    func(err error) bool { return err != nil },
		`Join("", Item([mail], "first"), [mail])`:   func(err error) bool { return err != nil },
		`Append(Left([mail], [nothing]), "suffix")`: func(err error) bool { return err != nil },
	}
	for text, expected := range tests {
		e, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got, err := Evaluate(e, person); !expected(err) || got != nil {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	e, err := Parse(`IIF([country]="USA", Append([state], [country]), Switch([mail], , "", [department]))`)
	if got := References(e); err != nil || !reflect.DeepEqual(got, []string{"country", "state", "mail", "department"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if all := Functions(); len(all) < 30 || all[0].Name != "AltSecIdFromNetId" || len(all[1].Params) != 2 {
		t.Errorf("functions %v", all)
	}
}

// A text that parses can be evaluated, and no text makes the parser fail
// otherwise.
func FuzzParse(f *testing.F) {
	for _, text := range []string{`[mail]`, `"Member"`, `Switch([a], , "", "x")`, `IIF([a]>="1",Not([b]),Mid("x",1,-2))`, `Replace([a], , "(?<x>.)", "x", "", , )`, `Join(",",1,[b])`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			var wrong *SyntaxError
			if !errors.As(err, &wrong) || wrong.At < 0 || wrong.At > len(text) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if _, err := Evaluate(e, person); err == nil {
			again, err := Evaluate(e, person)
			if err != nil {
				t.Fatalf("%q: %q, %v", text, again, err)
			}
		}
	})
}
