package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// sharing is an object about what organizations share with each other: an organization relationship, a sharing policy or an availability
// address space. Values are those of its class, by name.
type sharing struct {
	Name   string         `json:"name"`
	Values map[string]any `json:"values"`
}

// The values by kind; the zero value for one that is not set.
func (s *sharing) flag(name string) bool     { flag, _ := s.Values[name].(bool); return flag }
func (s *sharing) text(name string) string   { text, _ := s.Values[name].(string); return text }
func (s *sharing) list(name string) []string { list, _ := s.Values[name].([]string); return list }

// class is a kind of such objects: the member of seeds, and the properties with
// their defaults in the order of answers.
type class struct {
	seed       string
	properties []command.Field
	// named is the property that names the object.
	named string
	// choices are the values of enumerations.
	choices map[string][]string
}

// relationshipClass has the properties of exchange §9.6.
var relationshipClass = class{seed: "organization_relationships", named: "Name", properties: []command.Field{
	{Name: "DomainNames", Value: []string{}},
	{Name: "Enabled", Value: true},
	{Name: "FreeBusyAccessEnabled", Value: false},
	{Name: "FreeBusyAccessLevel", Value: "None"},
	{Name: "FreeBusyAccessScope"},
	{Name: "MailTipsAccessEnabled", Value: false},
	{Name: "MailTipsAccessLevel", Value: "None"},
	{Name: "MailTipsAccessScope"},
	{Name: "ArchiveAccessEnabled", Value: false},
	{Name: "DeliveryReportEnabled", Value: false},
	{Name: "PhotosEnabled", Value: false},
	{Name: "MailboxMoveEnabled", Value: false},
	{Name: "MailboxMoveCapability", Value: "None"},
	{Name: "MailboxMovePublishedScopes", Value: []string{}},
	{Name: "OAuthApplicationId"},
	{Name: "OrganizationContact"},
	{Name: "TargetApplicationUri"},
	{Name: "TargetAutodiscoverEpr"},
	{Name: "TargetSharingEpr"},
	{Name: "TargetOwaURL"},
}, choices: map[string][]string{
	"FreeBusyAccessLevel":   {"None", "AvailabilityOnly", "LimitedDetails"},
	"MailTipsAccessLevel":   {"None", "Limited", "All"},
	"MailboxMoveCapability": {"None", "Inbound", "Outbound", "RemoteInbound", "RemoteOutbound"},
}}

// policyClass has the properties of exchange §9.8.
var policyClass = class{seed: "sharing_policies", named: "Name", properties: []command.Field{
	{Name: "Domains", Value: []string{}}, {Name: "Enabled", Value: true}, {Name: "Default", Value: false},
}}

// spaceClass has the properties of exchange §9.8.
var spaceClass = class{seed: "availability_address_spaces", named: "ForestName", properties: []command.Field{
	{Name: "AccessMethod", Value: "OrgWideFBToken"},
	{Name: "UserName"},
	{Name: "UseServiceAccount", Value: false},
	{Name: "TargetAutodiscoverEpr"},
	{Name: "TargetServiceEpr"},
	{Name: "TargetTenantId"},
	{Name: "ProxyUrl"},
}, choices: map[string][]string{
	"AccessMethod": {"InternalProxy", "OrgWideFB", "OrgWideFBBasic", "OrgWideFBToken", "PerUserFB", "PublicFolder"},
}}

var (
	relationships = relationshipClass.set()
	policies      = policyClass.set()
	spaces        = spaceClass.set()
)

func (k class) set() *kernel.Set[sharing] {
	return &kernel.Set[sharing]{
		Declaration: kernel.Declaration{Name: k.seed, Steady: true},
		ID:          func(s *sharing) *string { return &s.Name },
		View: func(s *sharing) any {
			all := maps.Clone(s.Values)
			all[k.named] = s.Name
			return all
		},
		Seeds: &kernel.Seeds[sharing]{Whole: func(_ *kernel.Directory, body map[string]any, _ kernel.Moment) (*sharing, error) {
			return k.parse(body)
		}},
	}
}

// parse reads an object of a seed strictly.
func (k class) parse(body map[string]any) (*sharing, error) {
	s := &sharing{Values: map[string]any{}}
	for _, p := range k.properties {
		s.Values[p.Name] = p.Value
	}
	for _, name := range slices.Sorted(maps.Keys(body)) {
		value := body[name]
		if name == k.named {
			s.Name, _ = value.(string)
			continue
		}
		fallback, known := s.Values[name]
		if !known {
			return nil, refusal.BadRequest("'%s' is not a property that a seed can set.", name)
		}
		converted, ok := sameKind(fallback, value)
		if choices := k.choices[name]; !ok || choices != nil && !slices.Contains(choices, fmt.Sprint(converted)) {
			return nil, refusal.BadRequest("Invalid value specified for property '%s'.", name)
		}
		s.Values[name] = converted
	}
	if s.Name == "" {
		return nil, refusal.BadRequest("The property '%s' is missing.", k.named)
	}
	return s, nil
}

// sameKind converts a JSON value to the kind of the default.
func sameKind(fallback, value any) (any, bool) {
	switch fallback.(type) {
	case bool:
		flag, ok := value.(bool)
		return flag, ok
	case []string:
		elements, ok := value.([]any)
		list := make([]string, 0, len(elements))
		for _, e := range elements {
			text, isText := e.(string)
			ok = ok && isText
			list = append(list, text)
		}
		return list, ok
	default:
		text, ok := value.(string)
		return text, ok
	}
}

// UnmarshalJSON reads lists as lists of texts.
func (s *sharing) UnmarshalJSON(data []byte) error {
	type plain sharing
	if err := json.Unmarshal(data, (*plain)(s)); err != nil {
		return err
	}
	for name, value := range s.Values {
		if _, isList := value.([]any); isList {
			s.Values[name], _ = sameKind([]string{}, value)
		}
	}
	return nil
}

// record is the answer about an object of the class.
func (k class) record(d *kernel.Directory, s *sharing) command.Record {
	record := command.Record{
		{Name: "Identity", Value: s.Name},
		{Name: "Id", Value: s.Name},
		{Name: "Name", Value: s.Name},
		{Name: "Guid", Value: guidOf(d, k.seed, s.Name)},
		{Name: "DistinguishedName", Value: "CN=" + s.Name + ",CN=Configuration,CN=" + d.InitialDomain + ",CN=ConfigurationUnits,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM"},
		{Name: "OrganizationId", Value: organizationID(d)},
	}
	if k.named != "Name" {
		record = append(record, command.Field{Name: k.named, Value: s.Name})
	}
	for _, p := range k.properties {
		record = append(record, command.Field{Name: p.Name, Value: s.Values[p.Name]})
	}
	return append(record, command.Record{
		{Name: "AdminDisplayName", Value: ""},
		{Name: "ExchangeVersion", Value: "0.10 (14.0.100.0)"},
		{Name: "IsValid", Value: true},
		{Name: "ObjectState", Value: "Unchanged"},
		{Name: "WhenCreated", Value: kernel.SeededAt},
		{Name: "WhenChanged", Value: kernel.SeededAt},
	}...)
}

// get lists the objects of a class.
func (k class) get(set *kernel.Set[sharing]) func(*command.Call) (command.Answer, error) {
	return func(c *command.Call) (command.Answer, error) {
		return read(c, func(d *kernel.Directory, at kernel.Moment) ([]command.Record, error) {
			return only(c.Text(command.Identity), k.records(d, set), at)
		})
	}
}

func (k class) records(d *kernel.Directory, set *kernel.Set[sharing]) []command.Record {
	var records []command.Record
	for _, s := range set.All(d) {
		records = append(records, k.record(d, s))
	}
	return records
}

// namedGUID makes a GUID of texts.
func namedGUID(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "|")))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	text := hex.EncodeToString(sum[:16])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}
