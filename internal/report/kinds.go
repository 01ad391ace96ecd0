package report

import (
	"reflect"
	"slices"
	"strings"
)

// kind is what a report reads of one type. A type without a row is among the
// changes of its tenant, by the attributes of owner.
type kind struct {
	// shape is a struct with a json tag for each attribute that is read.
	shape reflect.Type
	// lacks is an attribute in nested objects of the shape that the type does not
	// have.
	lacks string
	read  func(*estate, object)
}

// kindOf is the row of a type. Read gets the values before and after the plan, nil
// where the object does not exist.
func kindOf[T any](read func(e *estate, o object, before, after *T)) kind {
	return kind{
		shape: reflect.TypeFor[T](),
		read:  func(e *estate, o object) { read(e, o, decodeAs[T](o.before), decodeAs[T](o.after)) },
	}
}

func (k kind) without(attribute string) kind {
	k.lacks = attribute
	return k
}

// resourceKinds are the resources, dataKinds the data sources that are read.
func resourceKinds() map[string]kind {
	return map[string]kind{
		"multitenant_b2b_invitation":              kindOf((*estate).readInvitation),
		"multitenant_guest_user_type":             kindOf((*estate).readUserType),
		"multitenant_gal_visibility":              kindOf((*estate).readVisibility),
		"multitenant_mail_contact":                kindOf((*estate).readContact),
		"multitenant_mail_user":                   kindOf((*estate).readMailUser),
		"multitenant_guest_departure":             kindOf((*estate).readDeparture),
		"multitenant_guest_sync":                  kindOf((*estate).readGuestSync),
		"multitenant_cross_tenant_access_partner": kindOf((*estate).readPartner),
		"multitenant_cross_tenant_access_default": kindOf((*estate).readDefault).without("inherit"),
		"multitenant_cross_tenant_access_policy":  kindOf((*estate).readPolicy),
		"multitenant_m365_capabilities":           kindOf((*estate).readCapabilities),
		"multitenant_cross_tenant_sync":           kindOf((*estate).readSync),
	}
}

func dataKinds() map[string]kind {
	return map[string]kind{
		"multitenant_tenant":         kindOf((*estate).readTenant),
		"multitenant_guests":         kindOf((*estate).readGuests),
		"multitenant_recipients":     kindOf((*estate).readRecipients),
		"multitenant_topology_check": kindOf((*estate).readCheck),
	}
}

// Attribute is an attribute that a report reads. In Path a nested attribute follows
// a point, also below lists and maps.
type Attribute struct {
	Data       bool
	Type, Path string
}

// Attributes lists what a report reads, for comparison with the provider's schemas.
func Attributes() []Attribute {
	var all []Attribute
	for _, data := range []bool{false, true} {
		kinds := resourceKinds()
		if data {
			kinds = dataKinds()
		}
		for name, k := range kinds {
			for _, path := range pathsOf(k.shape, "") {
				if k.lacks == "" || !strings.HasSuffix(path, "."+k.lacks) {
					all = append(all, Attribute{data, name, path})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Attribute) int {
		return strings.Compare(a.Type+" "+a.Path, b.Type+" "+b.Path)
	})
	return all
}

// pathsOf lists the tags of a struct, and of the structs in its fields.
func pathsOf(shape reflect.Type, prefix string) []string {
	var paths []string
	for i := range shape.NumField() {
		field := shape.Field(i)
		if field.Anonymous {
			paths = append(paths, pathsOf(field.Type, prefix)...)
			continue
		}
		path := prefix + field.Tag.Get("json")
		paths = append(paths, path)
		if inner, ok := innerStruct(field.Type); ok {
			paths = append(paths, pathsOf(inner, path+".")...)
		}
	}
	return paths
}

// innerStruct is the struct that an attribute holds, or its elements hold.
func innerStruct(t reflect.Type) (reflect.Type, bool) {
	for {
		switch {
		case t.Kind() == reflect.Struct && t.NumField() == 2 && t.Field(0).Type == reflect.TypeFor[condition]():
			t = t.Field(1).Type
		case t.Kind() == reflect.Slice || t.Kind() == reflect.Map:
			t = t.Elem()
		default:
			return t, t.Kind() == reflect.Struct
		}
	}
}
