package memberrule

import (
	"errors"
	"strings"
	"testing"
)

// adele is a user of the tests.
func adele(property string) any {
	return map[string]any{
		"accountEnabled": true, "department": "Sales", "displayName": "Adele Vance", "jobTitle": `The "Chief"`, "surname": "O'Brien",
		"userType": "Member", "mail": "adele@contoso.example", "objectId": "a0", "manager": "a1", "extensionAttribute15": "Marketing",
		"proxyAddresses": []string{"SMTP:adele@contoso.example", "smtp:av@contoso.example"}, "otherMails": []string{},
	}[property]
}

func TestMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		rule string
		want bool
	}{
		{`user.department -eq "Sales"`, true},
		{`(user.department -eq "sales")`, true},
		{`user.Department EQ "Sales"`, true},
		{`user.department -ne "Sales"`, false},
		{`user.country -eq null`, true},
		{`user.country -ne $null`, false},
		{`user.country -eq "null"`, false},
		{`user.country -ne "US"`, true},
		{`user.objectId -ne null`, true},
		{`user.accountEnabled -eq true`, true},
		{`user.accountEnabled -ne TRUE`, false},
		{`user.dirSyncEnabled -eq false`, false},
		{`user.dirSyncEnabled -ne true`, true},
		{`user.displayName -startsWith "adele"`, true},
		{`user.displayName -notStartsWith "adele"`, false},
		{`user.displayName -endsWith "CE"`, true},
		{`user.mail -notEndsWith "@contoso.example"`, false},
		{`user.displayName -contains "e v"`, true},
		{`user.displayName -notContains "e v"`, false},
		{`user.country -notContains "e"`, true},
		{`user.displayName -match "^Ad.*"`, true},
		{`user.displayName -match "ance"`, true},
		{`user.displayName -notMatch "^Va.*"`, true},
		{`user.department -in ["Marketing","sales"]`, true},
		{`user.department -notIn ["Marketing"]`, true},
		{`user.country -notIn ["US"]`, true},
		{"user.jobTitle -eq \"The `\"Chief`\"\"", true},
		{`user.surname -eq "O''Brien"`, true},
		{`user.surname -eq 'O''Brien'`, true},
		{`user.extensionAttribute15 -eq "Marketing"`, true},

		{`user.department -eq "Sales" -and user.userType -eq "Guest"`, false},
		{`user.department -eq "Sales" -or user.userType -eq "Guest" -and user.country -eq "US"`, true},
		{`(user.department -eq "Sales" -or user.userType -eq "Guest") -and user.country -eq "US"`, false},
		{`(user.department -eq "Sales") -and -not (user.jobTitle -startsWith "SDE")`, true},
		{`-not user.department -eq "Sales" -or user.userType -eq "Member"`, true},
		{`(user.userType -eq "Member") and (user.accountEnabled -eq true) and (user.department -eq "Sales")`, true},
		{`not (user.department -eq "Sales")`, false},

		{`user.proxyAddresses -any (_ -startsWith "SMTP:adele")`, true},
		{`(user.proxyAddresses -any (_ -contains "fabrikam" -or _ -endsWith "av@contoso.example"))`, true},
		{`user.proxyAddresses -all (_ -endsWith "@contoso.example")`, true},
		{`user.proxyAddresses -all (_ -startsWith "SMTP:adele")`, false},
		{`user.otherMails -any (_ -ne null)`, false},
		{`user.otherMails -all (_ -eq "x")`, true},
		{`user.proxyAddresses -contains "av@"`, true},
		{`user.proxyAddresses -notContains "av@"`, false},
		{`user.proxyAddresses -notEndsWith "@fabrikam.example"`, true},
		{`user.proxyAddresses -eq null`, false},
		{`user.proxyAddresses -ne null`, true},
		{`user.otherMails -eq null`, true},
		{`user.otherMails -notContains "x"`, true},

		{`Direct Reports for "A1"`, true},
		{`Direct Reports for "a2"`, false},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			t.Parallel()
			rule, err := Parse(tt.rule, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := rule.Matches(adele); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	const parse, object, none = codeParse, codeObjectType, ""
	tests := []struct{ rule, code, part string }{
		{`user.employeeType -eq "x"`, parse, "Unsupported property 'employeeType'"},
		{`user.officeLocation -eq "x"`, parse, "Unsupported property 'officeLocation'"},
		{`user. -eq "x"`, parse, "Unsupported property ''"},
		{`(accountEnabled -eq true)`, object, "No object type"},
		{`group.displayName -eq "x"`, object, "No object type"},
		{`user.accountEnabled -eq "true"`, parse, "Invalid operands found for operator -eq"},
		{`user.department -eq true`, parse, "operator -eq"},
		{`user.department -eq 5`, parse, "operator -eq"},
		{`user.department -eq ["x"]`, parse, "operator -eq"},
		{`user.accountEnabled -contains "t"`, parse, "operator -contains"},
		{`user.accountEnabled -match "t"`, parse, "operator -match"},
		{`user.department -startsWith null`, parse, "operator -startswith"},
		{`user.department -in "x"`, parse, "operator -in"},
		{`user.proxyAddresses -in ["x"]`, parse, "operator -in"},
		{`user.department -any (_ -eq "x")`, parse, "operator -any"},
		{`user.proxyAddresses -any _ -eq "x"`, parse, "operator -any"},
		{`user.proxyAddresses -all (user.department -eq "x")`, parse, "operator -all"},
		{`user.department -not null`, parse, "unknown operator '-not'"},
		{`user.department -noteq "x"`, parse, "unknown operator '-noteq'"},
		{`user.department -like "x"`, parse, "unknown operator '-like'"},
		{`user.department`, parse, "an operator expected instead of the end at position 15"},
		{`user.department -eq`, parse, "a value expected instead of the end"},
		{`user.department -eq Sales`, parse, "a value expected instead of 'Sales'"},
		{`user.department -eq "Sales" user.city -eq "x"`, parse, "unexpected 'user.city'"},
		{`(user.department -eq "Sales"`, parse, "')' expected instead of the end"},
		{`user.department -in ["x" "y"]`, parse, "',' expected instead of a text"},
		{`user.department -in [5]`, parse, "a text expected"},
		{`user.department -eq "Sales`, parse, "closing quote at position 20"},
		{`user.department –eq "Sales"`, parse, "unexpected character '–' at position 16"},
		{``, parse, "a property expected instead of the end at position 0"},
		{`"Sales" -eq user.department`, parse, "a property expected instead of a text"},
		{`Direct Reports for a1`, parse, "object id of a manager"},
		{`Direct Reports for "a1" -and user.city -eq "x"`, parse, "unexpected '-and'"},

		{`device.displayName -eq "x"`, none, "about devices"},
		{`user.memberOf -any (group.objectId -in ['x'])`, none, "'memberOf'"},
		{`user.assignedPlans -all (assignedPlan.servicePlanId -eq null)`, none, "'assignedPlans'"},
		{`user.employeehiredate -le 2020-06-10T18:13:20Z`, none, "'employeehiredate'"},
		{`user.extension_c272a57b722d4eb29bfe327874ae79cb_OfficeNumber -eq "123"`, none, "'extension_"},
		{`user.displayName -match "(?=x)"`, none, "regular expression"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(tt.rule, Options{})
			var refused *Error
			if !errors.As(err, &refused) || refused.Code != tt.code || refused.NotModeled != (tt.code == none) || !strings.Contains(err.Error(), tt.part) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	if _, err := Parse(`user.Department -eq "Sales"`, Options{ExactNames: true}); err == nil || !strings.Contains(err.Error(), "'Department'") {
		t.Errorf("another case: %v", err)
	}
	for text, want := range map[string]bool{
		`user.country -ne "US"`:                 false,
		`user.country -notIn ["US"]`:            false,
		`user.country -ne null`:                 false,
		`user.department -ne "x"`:               true,
		`user.department -ne null`:              true,
		`-not (user.country -eq "US")`:          true,
		`user.proxyAddresses -notContains "zz"`: true,
	} {
		rule, err := Parse(text, Options{ExactNames: true, NegationsSkipNull: true})
		if err != nil || rule.Matches(adele) != want {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

// Any text is a rule, which can be evaluated, or a refusal.
func FuzzParse(f *testing.F) {
	for _, rule := range []string{
		`(user.department -eq "Sales") -and -not (user.jobTitle -startsWith "SDE") -or user.accountEnabled -eq true`,
		`user.proxyAddresses -any (_ -startsWith "contoso")`, `Direct Reports for "a1"`,
		"user.city -notIn [\"a\", 'b''c'] and user.country -match \"^U.*`\"\"", `user.memberOf -any (group.objectId -in ['x'])`,
	} {
		f.Add(rule)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := Parse(text, Options{})
		var refused *Error
		switch {
		case err == nil:
			rule.Matches(adele)
		case !errors.As(err, &refused), refused.NotModeled != (refused.Code == ""):
			t.Errorf("not a refusal: %v", err)
		}
	})
}
