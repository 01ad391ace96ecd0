output "tenants" {
  description = "The estate: each tenant with its cloud and its domains."
  value = {
    for key, tenant in data.multitenant_tenant.estate :
    tenant.display_name => "${tenant.cloud}: ${join(", ", sort(tenant.verified_domains))}"
  }
}

output "known_in" {
  description = "The guests of each tenant."
  value = {
    for key, tenant in data.multitenant_tenant.estate : tenant.display_name => sort([
      for guest in multitenant_b2b_invitation.colleague :
      "${guest.display_name} (${guest.company_name}) <${guest.mail}>" if guest.tenant == key
    ])
  }
}

output "diagram" {
  description = "The table as a Mermaid flowchart: how many guests of which tenant are in which other one."
  value = provider::multitenant::topology_diagram([
    for rows in { for row in local.who_works_where : "${row.home} ${row.works_in}" => row... } :
    {
      source       = rows[0].home
      target       = rows[0].works_in
      source_cloud = data.multitenant_tenant.estate[rows[0].home].cloud
      target_cloud = data.multitenant_tenant.estate[rows[0].works_in].cloud
      label        = "${length(rows)} guests"
    }
  ])
}
