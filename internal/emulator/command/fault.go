package command

import (
	"fmt"
	"strings"
)

// Fault is an error of a cmdlet, in the words of Exchange (exchange §7).
type Fault struct {
	Status int
	// Code is error.code, such as BadRequest.
	Code string
	// Binding means that the cmdlet has not run, because its parameters are not
	// valid.
	Binding bool
	// Category is the code of the details: Client or Context.
	Category string
	// Type is the full name of the exception.
	Type string
	Text string
	// Bare errors have no details.
	Bare bool
}

// Name returns the name of the exception without its namespace.
func (f *Fault) Name() string { return f.Type[strings.LastIndexByte(f.Type, '.')+1:] }

// Error returns the name of the exception and the text.
func (f *Fault) Error() string { return f.Name() + ": " + f.Text }

// The types of exceptions, and the namespaces of the others.
const (
	AmbiguousParameterSet = "Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException"
	ParameterTransform    = "Microsoft.Exchange.AdminApi.CommandInvocation.ParameterTransformationException"
	ParameterBinding      = "System.Management.Automation.ParameterBindingException"

	ObjectNotFound  = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"
	ObjectAmbiguous = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException"
	ObjectExists    = "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException"
	ProxyExists     = "Microsoft.Exchange.Configuration.ObjectModel.ProxyAddressExistsException"
	RecipientTask   = "Microsoft.Exchange.Management.Tasks.RecipientTaskException"
	DataValidation  = "Microsoft.Exchange.Data.DataValidationException"
	DualWrite       = "Microsoft.Exchange.Configuration.DualWrite.LocStrings.UnableToWriteToAadException"
)

// The categories of errors.
const (
	Client  = "Client"
	Context = "Context"
)

// Invalid is the error of parameters that are not valid.
func Invalid(exception, format string, args ...any) *Fault {
	return &Fault{Status: 400, Code: "BadRequest", Binding: true, Category: Client, Type: exception, Text: fmt.Sprintf(format, args...)}
}

// Refused is the error of a cmdlet that has run.
func Refused(category, exception, format string, args ...any) *Fault {
	return &Fault{Status: 400, Code: "BadRequest", Category: category, Type: exception, Text: fmt.Sprintf(format, args...)}
}

// NotFound is the error for an object that does not exist; bad answers 400, as some
// clients report (exchange §7.2).
func NotFound(id, server string, bad bool) *Fault {
	f := Refused(Context, ObjectNotFound, "The operation couldn't be performed because object '%s' couldn't be found on '%s'.", id, server)
	if !bad {
		f.Status, f.Code = 404, "NotFound"
	}
	return f
}

// unknown is the error for parameters that the cmdlet does not have.
func unknown(names []string) *Fault {
	return Invalid(AmbiguousParameterSet,
		"Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. %s", strings.Join(names, ","))
}

// cannotConvert is the error for a value of another type.
func cannotConvert(p Parameter, value any, reason string) *Fault {
	f := Invalid(ParameterTransform, `Cannot process argument transformation on parameter '%s'. Cannot convert value "%s" to type "%s".`, p.Name, shown(value), p.Type)
	f.Bare = true
	if reason != "" {
		f.Text += fmt.Sprintf(` Error: "%s"`, reason)
	}
	return f
}

// shown is a value in error messages, where a nested object is a hash table.
func shown(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case map[string]any:
		return "System.Collections.Hashtable"
	case []any:
		return "System.Object[]"
	case bool:
		if v {
			return "True"
		}
		return "False"
	default:
		return fmt.Sprint(v)
	}
}
