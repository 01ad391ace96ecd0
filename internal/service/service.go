package service

// Service describes one of Microsoft's services for diagnostics.
type Service struct {
	// Name is the product, "Microsoft Graph". Short is the name within a sentence,
	// "Graph".
	Name, Short string
	// Grant describes how an application obtains a permission.
	Grant Grant
}

// Grant describes how a service grants a permission. Diagnostics combine its
// fields:
//
//	The call needs the <Kind> <permission> in tenant "fabrikam" (<id>), <Terms>. <Afterwards>
type Grant struct {
	// Kind is the service's term for a permission: "application permission" in
	// Graph, "Exchange role" in Exchange Online.
	Kind string
	// Terms are the conditions of the grant: the consent of an administrator, or a
	// second permission without which it has no effect. They end the sentence and
	// have no period.
	Terms string
	// Afterwards says when the permission takes effect, and what else can refuse
	// the call. It consists of whole sentences.
	Afterwards string
}
